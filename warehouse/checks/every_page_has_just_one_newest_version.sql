SELECT articles.page_id, count(*) FILTER (WHERE stories.is_newest) AS newest
FROM articles
INNER JOIN article_stories AS stories ON articles.article_id = stories.article_id
GROUP BY articles.page_id
HAVING newest <> 1
