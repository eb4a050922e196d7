package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.LogEntry;
import java.time.Instant;
import java.util.List;

/**
 * What was committed.
 *
 * @param room as it is now
 * @param entries what the change added to the log, empty when nothing changed
 * @param at when, null when nothing changed
 */
public record Changed(RoomRecord room, List<LogEntry> entries, Instant at) {}
