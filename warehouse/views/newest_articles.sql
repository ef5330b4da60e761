-- newest_articles: the newest version of each page, with the story that it tells: what all other views count.
--
-- Grain   one row per page, and per article that has no page
-- Reads   articles, article_stories
-- Serves  every view that reads articles; "what do we have, each page once?"
--
-- Older versions stay in `articles`, with their statements and stances; no view counts them. Texts are in `articles`.
--
-- Columns
--   article_id: The article.
--   page_id: The page that it is the newest version of.
--   doc_id: The name that the source gives the article.
--   title: Headline; null where unknown.
--   publisher: Outlet of the article; null where unknown.
--   url: Canonical URL; null where unknown.
--   published_at: Instant of publication, UTC; null where unknown.
--   language: ISO 639-1 code of the text's language; null where not identified.
--   words: Number of words.
--   text_hash: Equal for exact copies of one text.
--   retrieved_at: Instant at which this version was fetched or captured, UTC.
--   ingested_at: Instant at which this version was first stored, UTC.
--   story_id: The story: what counts as one independent source, whatever its number of copies.
--   is_lead: Whether the article is the lead of its story, the first that told it.
--   likeness: Estimated share of word sequences that article and lead have in common; 1 for the lead.
--   story_articles: Articles that tell the story, older versions not counted.
--   versions: Versions of the page that are stored, this one among them.
SELECT
    articles.article_id,
    articles.page_id,
    articles.doc_id,
    articles.title,
    articles.publisher,
    articles.url,
    articles.published_at,
    articles.language,
    articles.words,
    articles.text_hash,
    articles.retrieved_at,
    articles.ingested_at,
    stories.story_id,
    stories.is_lead,
    stories.likeness,
    stories.story_articles,
    stories.versions
FROM main.articles AS articles
INNER JOIN main.article_stories AS stories ON articles.article_id = stories.article_id
WHERE stories.is_newest
