-- Reports by issue, day and side, of sides with a day that holders take themselves.
SELECT
    issue_id, any_value(issue_label) AS issue_label, stated_on, issue_polarity AS side, count(*) AS reports,
    count(DISTINCT story_id) AS independent_sources, count(DISTINCT utterance_id) AS distinct_utterances
FROM report_stances
WHERE issue_id IS NOT NULL AND stated_on IS NOT NULL AND is_own_side
GROUP BY issue_id, stated_on, issue_polarity
ORDER BY issue_id, stated_on, side
