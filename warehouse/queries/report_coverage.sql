-- What each outlet gave, the largest first.
SELECT publisher, articles, stories, copies, articles_with_stances, articles_without_date, stances, stances_without_issue
FROM mart.source_coverage
ORDER BY articles DESC, publisher NULLS LAST
LIMIT 30
