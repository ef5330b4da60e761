-- story_copies: the stories that more than one article tells, with who told them first and how far they spread.
--
-- Grain   one row per story with two articles or more
-- Reads   mart.newest_articles
-- Serves  "what was syndicated?"; a look at whether copies are rightly taken for copies
--
-- The lead is the article that was published first. The articles of a story are those of `mart.newest_articles` with its id.
--
-- Columns
--   story_id: The story: the `article_id` of its lead.
--   lead_title: Headline of the lead; null where unknown.
--   lead_publisher: Outlet of the lead; null where unknown.
--   lead_url: Canonical URL of the lead; null where unknown.
--   copies: Articles that tell the story besides the lead.
--   publishers: Distinct outlets that told it, the lead's among them; one that is unknown is not counted.
--   first_on: UTC day of the earliest article; null where no day is known.
--   last_on: UTC day of the latest article; null where no day is known.
--   least_likeness: Estimated share of word sequences that the copy least like the lead has in common with it.
SELECT
    story_id,
    any_value(title) FILTER (WHERE is_lead) AS lead_title,
    any_value(publisher) FILTER (WHERE is_lead) AS lead_publisher,
    any_value(url) FILTER (WHERE is_lead) AS lead_url,
    count(*) FILTER (WHERE NOT is_lead) AS copies,
    count(DISTINCT publisher) AS publishers,
    CAST(min(published_at) AT TIME ZONE 'UTC' AS DATE) AS first_on,
    CAST(max(published_at) AT TIME ZONE 'UTC' AS DATE) AS last_on,
    min(likeness) AS least_likeness
FROM mart.newest_articles
GROUP BY story_id
HAVING count(*) > 1
