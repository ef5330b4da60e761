-- evidence_browser: every stance with its sentence, its article and its labels, ready to be read.
--
-- Grain   one row per stance in the newest version of a page
-- Reads   stances, mart.newest_articles, actors, issues, mart.unlisted_actors
-- Serves  the report's evidence lists; ad-hoc reading; most other views
-- Stored  most other views and every chart read it; rows lie by issue and day, so that one issue is read without the rest
--
-- A page that changed was stored again: what older versions of it said is in `stances` alone, so a corrected sentence
-- counts as it stands now, and one that stayed counts once.
--
-- A holder, speaker or target outside the codebook is labelled by the article's own words.
--
-- What counts as a holder's side in the other views has `is_own_side`: what A says that B wants is A's claim, and stands
-- in mart.claims_about_others. `is_first_telling` takes the copies of a story out, edited or cut ones too.
--
-- Columns
--   stance_id: Key of the stance; `stancehouse explain` takes it.
--   holder_key: The codebook's actor, else the id of an unlisted one, else the article's name for the holder: what other views group by.
--   holder_id: The codebook's actor whose side it is; null where it has none.
--   holder_label: The holder's usual name.
--   polarity: The holder's side toward the target as worded.
--   target: What the side is taken on, verbatim.
--   issue_id: The issue that the target belongs to; null where none fits.
--   issue_label: Short name of the issue; null where none fits.
--   topic: Broad field of politics of the issue; null where none fits.
--   issue_polarity: The holder's side toward the issue's proposition; null without an issue.
--   act: What the holder does: demand, propose, reject, criticise and others.
--   mode: How the side is shown: quoted words, reported words, an attitude, or a deed.
--   intensity: Strength of the wording: 1 hedged, 2 plain, 3 emphatic.
--   modality: The modal that governs the side ('must', 'would', 'could'); null for none.
--   condition: The condition the side depends on; null where there is none.
--   condition_issue_id: The issue that the condition is about; null where there is none, or none fits.
--   condition_issue_label: Short name of the issue of the condition.
--   attribution_level: 0 for a deed, 1 where the holder speaks, 2 where a speaker reports the holder.
--   is_own_side: Whether the holder takes the side by its own words or deed; false where a speaker reports the holder.
--   speaker_key: The codebook's actor, the id of an unlisted one, or the article's name for who is talking; null where nobody is.
--   speaker_id: The codebook's actor who is reported talking; null where nobody is, or it has none.
--   speaker_label: Who is reported talking; null where nobody is.
--   target_actor_id: The codebook's actor that is the target; null where the target is no actor.
--   target_actor_label: Usual name of the target's actor; null where the target is no actor.
--   evidence: The sentence that shows the stance, verbatim.
--   utterance_id: Equal for the same sentence in upper or lower case: what counts as one distinct utterance.
--   evidence_start: First character of the sentence in articles.text, from 0: the order within an article.
--   stated_on: Day on which the side was taken; null where unknown.
--   article_id: The article.
--   article_title: Headline of the article; null where unknown.
--   publisher: Outlet of the article; null where unknown.
--   published_at: Instant of publication, UTC; null where unknown.
--   url: Canonical URL of the article; null where unknown.
--   text_hash: Equal for exact copies of one text.
--   story_id: The story that the article tells: what counts as one independent source.
--   is_lead: Whether the article told the story first.
--   is_first_telling: Whether no other article of the story, its lead or an earlier one, has a side of the holder on the issue.
--   reviewed_by: The coder whose decision the row's values carry; null where nobody reviewed it.
--   verdict: The coder's: right, corrected, or missing (added by the coder); null without one.
--   score: Raw score of the extractor, not calibrated.
--   confidence: Calibrated probability that passage, holder and side are right; null where the extractor has none.
SELECT
    stances.stance_id,
    coalesce(stances.holder_id, unlisted.unlisted_id, stances.holder) AS holder_key,
    stances.holder_id,
    coalesce(holders.name, stances.holder) AS holder_label,
    stances.polarity,
    stances.target,
    stances.issue_id,
    issues.label AS issue_label,
    issues.topic,
    stances.issue_polarity,
    stances.act,
    stances.mode,
    stances.intensity,
    stances.modality,
    stances.condition,
    stances.condition_issue_id,
    condition_issues.label AS condition_issue_label,
    stances.attribution_level,
    stances.attribution_level < 2 AS is_own_side,
    coalesce(stances.speaker_id, unlisted_speakers.unlisted_id, stances.speaker) AS speaker_key,
    stances.speaker_id,
    coalesce(speakers.name, stances.speaker) AS speaker_label,
    stances.target_actor_id,
    target_actors.name AS target_actor_label,
    stances.evidence,
    left(md5(lower(stances.evidence)), 16) AS utterance_id,
    stances.evidence_start,
    stances.stated_on,
    stances.article_id,
    articles.title AS article_title,
    articles.publisher,
    articles.published_at,
    articles.url,
    articles.text_hash,
    articles.story_id,
    articles.is_lead,
    stances.article_id = first_value(stances.article_id) OVER (
        PARTITION BY holder_key, stances.issue_id, articles.story_id
        ORDER BY articles.is_lead DESC, articles.published_at, stances.article_id
    ) AS is_first_telling,
    stances.reviewed_by,
    stances.verdict,
    stances.score,
    stances.confidence
FROM main.stances AS stances
INNER JOIN mart.newest_articles AS articles ON stances.article_id = articles.article_id
LEFT JOIN main.actors AS holders ON stances.holder_id = holders.actor_id
LEFT JOIN main.actors AS speakers ON stances.speaker_id = speakers.actor_id
LEFT JOIN main.actors AS target_actors ON stances.target_actor_id = target_actors.actor_id
LEFT JOIN mart.unlisted_actors AS unlisted
    ON CASE WHEN stances.holder_id IS NULL THEN stances.holder END = unlisted.name
LEFT JOIN mart.unlisted_actors AS unlisted_speakers
    ON CASE WHEN stances.speaker_id IS NULL THEN stances.speaker END = unlisted_speakers.name
LEFT JOIN main.issues AS issues ON stances.issue_id = issues.issue_id
LEFT JOIN main.issues AS condition_issues ON stances.condition_issue_id = condition_issues.issue_id
ORDER BY stances.issue_id NULLS LAST, stances.stated_on, stances.stance_id
