-- Written by hand: the words of a memory, for recall (server/memories/recall.ts). What joins words into names of hosts,
-- files or addresses becomes a space, so that each word is found by itself.
CREATE FUNCTION "memory_words"(title text, content text, tags text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.simple', translate(title || ' ' || coalesce(tags, ''), './\_-:@#&=?+,;|', repeat(' ', 15))), 'A')
      || setweight(to_tsvector('pg_catalog.simple', translate(content, './\_-:@#&=?+,;|', repeat(' ', 15))), 'B')
$$;

CREATE INDEX "memory_words_idx" ON "memory" USING gin (memory_words("title", "content", "tags"));
