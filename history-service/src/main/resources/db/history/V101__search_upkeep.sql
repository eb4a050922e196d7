-- The indexes of search gather what is new in a list and take it in together: a message has some
-- thirty keys, and most of them (window, room, frequent words) stand in its neighbours too. A
-- search reads the list through, so it is kept short, in KiB.
alter index history.findable_words set (fastupdate = on, gin_pending_list_limit = 256);
alter index history.vocabulary_grams set (fastupdate = on, gin_pending_list_limit = 256);
