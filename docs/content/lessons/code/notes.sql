-- The tables that the examples speak of.
CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL, version int NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE attempts (key text PRIMARY KEY, fingerprint text NOT NULL, answer text NOT NULL);
CREATE TABLE tags (id bigint GENERATED ALWAYS AS IDENTITY, name text UNIQUE NOT NULL);

-- #region version
UPDATE notes SET text = $1, version = version + 1
WHERE id = $2 AND version = $3
-- #endregion
;

-- #region page
SELECT id, text FROM notes
WHERE (created_at, id) > ($1, $2)
ORDER BY created_at, id
LIMIT $3 + 1
-- #endregion
;

-- #region tag
INSERT INTO tags (name) VALUES ($1)
ON CONFLICT (name) DO NOTHING
RETURNING id
-- #endregion
;

-- #region attempt
BEGIN;
INSERT INTO notes (id, text) VALUES ($1, $2);
INSERT INTO attempts (key, fingerprint, answer) VALUES ($3, $4, $5);
COMMIT;
-- #endregion
