/**
 * Rooms, who is in them, and how one gets in.
 *
 * <p>A room is {@code public} (listed, anyone joins), {@code private} (joined by invitation, by
 * being added, or by its password if it has one), {@code instant} (joined by its code of four
 * characters) or {@code direct} (always the same people, the same people always the same room).
 *
 * <table>
 * <caption>Who may do what; strangers get the answer of a room that does not exist</caption>
 * <tr><th>what</th><th>who</th></tr>
 * <tr><td>see the room and its members, leave</td><td>every member</td></tr>
 * <tr><td>name, topic, invitations, add people, remove members and readers, ban</td>
 *     <td>owners, moderators</td></tr>
 * <tr><td>roles, remove owners and moderators, close the room</td><td>owners</td></tr>
 * <tr><td>any of these two in a direct room, leaving it</td><td>nobody</td></tr>
 * </table>
 *
 * <p>A room with members has an owner: when the last one leaves, the longest-standing of the
 * strongest role left becomes owner; who enters an empty room owns it. An instant room goes {@code
 * TERTULIA_INSTANT_LINGER} after its last member left, a public or private one after 24 hours. A
 * ban is lifted by adding the person.
 *
 * <p>Every change locks the room's row, appends its entries through {@code history.append} and
 * changes the tables in one transaction; what the gateways and people are told follows the commit.
 */
package chat.tertulia.rooms;
