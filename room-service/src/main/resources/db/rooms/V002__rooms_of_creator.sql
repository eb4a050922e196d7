-- How many rooms a person has made: counted whenever they make another.
create index rooms_of_creator on rooms.rooms (created_by, kind);
