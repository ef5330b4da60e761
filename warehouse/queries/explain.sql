-- One stance with all that led to it, in one row; the part of each column stands before its two underscores.
SELECT
    stances.stance_id AS stance__stance_id,
    stances.evidence AS stance__evidence,
    stances.holder AS stance__holder,
    stances.mention AS stance__mention,
    stances.polarity AS stance__polarity,
    stances.target AS stance__target,
    stances.act AS stance__act,
    stances.mode AS stance__mode,
    stances.is_negated AS stance__is_negated,
    stances.modality AS stance__modality,
    stances.condition AS stance__condition,
    stances.rule AS stance__rule,
    stances.score AS stance__score,
    stances.confidence AS stance__confidence,
    stances.stated_on AS stance__stated_on,
    stances.stated_on_source AS stance__stated_on_from,
    stances.speaker AS stance__speaker,
    statements.cue AS stance__cue,
    statements.content AS stance__statement,
    mentions.kind AS holder__kind_of_mention,
    mentions.resolution AS holder__resolved_by,
    actors.name AS holder__codebook_name,
    actors.actor_id AS holder__actor_id,
    actors.kind AS holder__kind,
    actors.offices AS holder__offices,
    issues.label AS issue__label,
    stances.issue_rule AS issue__found_by,
    stances.condition_issue_id AS issue__of_the_condition,
    issues.proposition AS issue__proposition,
    stances.issue_polarity AS issue__side_on_it,
    issues.support_means AS issue__support_means,
    issues.oppose_means AS issue__oppose_means,
    articles.title AS article__title,
    articles.publisher AS article__publisher,
    articles.published_at AS article__published_at,
    articles.url AS article__url,
    articles.source AS article__source,
    CASE
        WHEN stories.is_newest THEN 'newest of ' || stories.versions
        ELSE stories.version || ' of ' || stories.versions || ', which no view counts'
    END AS article__version,
    leads.title AS article__first_told_by,
    leads.publisher AS article__first_told_by_publisher,
    stances.evidence_start AS article__evidence_start,
    stances.extractor || ' ' || stances.extractor_version AS run__extractor,
    stances.codebook_version AS run__codebook_version,
    stances.run_id AS run__run_id,
    runs.started_at AS run__started_at
FROM stances
INNER JOIN articles ON stances.article_id = articles.article_id
INNER JOIN article_stories AS stories ON articles.article_id = stories.article_id
LEFT JOIN articles AS leads ON stories.story_id = leads.article_id AND NOT stories.is_lead
LEFT JOIN statements ON stances.statement_id = statements.statement_id
LEFT JOIN mentions
    ON
        stances.article_id = mentions.article_id
        AND stances.mention_start = mentions.mention_start
        AND stances.mention_end = mentions.mention_end
LEFT JOIN actors ON stances.holder_id = actors.actor_id
LEFT JOIN issues ON stances.issue_id = issues.issue_id
LEFT JOIN ops.runs AS runs ON stances.run_id = runs.run_id
WHERE starts_with(stances.stance_id, ?)
