-- Whom a text names is looked up by name, in rooms of any size.
create index members_by_name on rooms.members (room_id, lower(name));
