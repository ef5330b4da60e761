SELECT articles.page_id
FROM articles
INNER JOIN article_stories AS stories ON articles.article_id = stories.article_id
GROUP BY articles.page_id
HAVING
    count(DISTINCT stories.version) <> count(*)
    OR min(stories.version) <> 1
    OR max(stories.version) <> count(*)
    OR min(stories.versions) <> count(*)
    OR max(stories.versions) <> count(*)
    OR max(stories.version) <> max(stories.version) FILTER (WHERE stories.is_newest)
    OR count(DISTINCT stories.story_id) <> 1
