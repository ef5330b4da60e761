SELECT stance_id, holder_id, speaker_id, target_actor_id
FROM stances
WHERE
    holder_id NOT IN (SELECT actor_id FROM actors)
    OR speaker_id NOT IN (SELECT actor_id FROM actors)
    OR target_actor_id NOT IN (SELECT actor_id FROM actors)
