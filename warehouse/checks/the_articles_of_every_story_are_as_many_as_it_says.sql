SELECT story_id, count(*) FILTER (WHERE is_newest) AS articles, max(story_articles) AS said
FROM article_stories
GROUP BY story_id
HAVING min(story_articles) <> articles OR max(story_articles) <> articles
