package chat.tertulia.shared.contract;

import static chat.tertulia.shared.contract.Operation.internal;
import static chat.tertulia.shared.contract.Operation.rest;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every contract of the platform in one place: what REST and sockets offer, what our own processes
 * ask each other, what they tell each other.
 */
public final class Switchboard {
  private Switchboard() {}

  // Identity: auth-service.
  public static final Operation<Accounts.Register, Accounts.SignedIn> REGISTER =
      rest(
              "auth.register",
              POST,
              "/auth/register",
              Accounts.Register.class,
              Accounts.SignedIn.class,
              "Create an account and sign in")
          .status(201)
          .hashing()
          .open();
  public static final Operation<Accounts.Login, Accounts.SignedIn> LOGIN =
      rest(
              "auth.login",
              POST,
              "/auth/login",
              Accounts.Login.class,
              Accounts.SignedIn.class,
              "Sign in")
          .hashing()
          .open();
  public static final Operation<Accounts.Guest, Accounts.SignedIn> GUEST =
      rest(
              "auth.guest",
              POST,
              "/auth/guest",
              Accounts.Guest.class,
              Accounts.SignedIn.class,
              "Sign in without an account, where the server allows it")
          .status(201)
          .open();
  public static final Operation<Accounts.Refresh, Accounts.SignedIn> REFRESH =
      rest(
              "auth.refresh",
              POST,
              "/auth/refresh",
              Accounts.Refresh.class,
              Accounts.SignedIn.class,
              "Exchange the refresh token for new tokens")
          .open();
  public static final Operation<Nothing, Nothing> LOGOUT =
      rest("auth.logout", POST, "/auth/logout", Nothing.class, Nothing.class, "End this session")
          .status(204)
          .restOnly();
  public static final Operation<Nothing, Accounts.Profile> ME =
      rest("auth.me", GET, "/auth/me", Nothing.class, Accounts.Profile.class, "My profile")
          .restOnly();
  public static final Operation<Accounts.ChangeProfile, Accounts.Profile> CHANGE_ME =
      rest(
              "auth.me.change",
              PATCH,
              "/auth/me",
              Accounts.ChangeProfile.class,
              Accounts.Profile.class,
              "Change my profile")
          .restOnly();
  public static final Operation<Accounts.ChangePassword, Nothing> CHANGE_PASSWORD =
      rest(
              "auth.password",
              POST,
              "/auth/password",
              Accounts.ChangePassword.class,
              Nothing.class,
              "Change my password and end my other sessions")
          .status(204)
          .hashing()
          .restOnly();
  public static final Operation<Nothing, Accounts.Devices> SESSIONS =
      rest(
              "auth.sessions",
              GET,
              "/auth/sessions",
              Nothing.class,
              Accounts.Devices.class,
              "Where I am signed in")
          .restOnly();
  public static final Operation<Accounts.SessionRef, Nothing> END_SESSION =
      rest(
              "auth.session.end",
              DELETE,
              "/auth/sessions/{id}",
              Accounts.SessionRef.class,
              Nothing.class,
              "Sign a device out")
          .status(204)
          .restOnly();
  public static final Operation<Accounts.FindUsers, Accounts.Users> FIND_USERS =
      rest(
          "user.find",
          GET,
          "/users",
          Accounts.FindUsers.class,
          Accounts.Users.class,
          "Find people by name");
  public static final Operation<Accounts.UserRef, Accounts.Profile> GET_USER =
      rest(
          "user.get",
          GET,
          "/users/{id}",
          Accounts.UserRef.class,
          Accounts.Profile.class,
          "A person's profile");
  public static final Operation<Nothing, Accounts.KeySet> KEYS =
      rest(
              "auth.keys",
              GET,
              "/.well-known/jwks.json",
              Nothing.class,
              Accounts.KeySet.class,
              "The public keys that verify access tokens")
          .open();
  public static final Operation<Accounts.Lookup, Accounts.People> PEOPLE =
      internal("auth.people", Accounts.Lookup.class, Accounts.People.class);
  public static final Operation<Accounts.EndedSince, Accounts.Ended> ENDED_SESSIONS =
      internal("auth.ended", Accounts.EndedSince.class, Accounts.Ended.class);

  public static final Operation<Accounts.TokensUsed, Nothing> TOKENS_USED =
      internal("auth.used", Accounts.TokensUsed.class, Nothing.class);

  // Rooms: room-service.
  public static final Operation<Rooms.MyRooms, Rooms.RoomList> LIST_ROOMS =
      rest(
          "room.list",
          GET,
          "/rooms",
          Rooms.MyRooms.class,
          Rooms.RoomList.class,
          "My rooms with heads, marks and counts");
  public static final Operation<Rooms.Browse, Rooms.RoomList> DIRECTORY =
      rest(
          "room.directory",
          GET,
          "/rooms/public",
          Rooms.Browse.class,
          Rooms.RoomList.class,
          "Public rooms");
  public static final Operation<Rooms.Create, Rooms.Room> CREATE_ROOM =
      rest("room.create", POST, "/rooms", Rooms.Create.class, Rooms.Room.class, "Create a room")
          .status(201);
  public static final Operation<Rooms.Direct, Rooms.Room> DIRECT_ROOM =
      rest(
          "room.direct",
          POST,
          "/direct",
          Rooms.Direct.class,
          Rooms.Room.class,
          "The direct room of some people and me");
  public static final Operation<Rooms.JoinByCode, Rooms.Room> JOIN_BY_CODE =
      rest(
          "room.join.code",
          POST,
          "/rooms/join",
          Rooms.JoinByCode.class,
          Rooms.Room.class,
          "Join by an instant room's code or an invitation's");
  public static final Operation<Rooms.RoomRef, Rooms.Room> GET_ROOM =
      rest("room.get", GET, "/rooms/{roomId}", Rooms.RoomRef.class, Rooms.Room.class, "A room");
  public static final Operation<Rooms.Change, Rooms.Room> CHANGE_ROOM =
      rest(
          "room.update",
          PATCH,
          "/rooms/{roomId}",
          Rooms.Change.class,
          Rooms.Room.class,
          "Change name or topic");
  public static final Operation<Rooms.RoomRef, Nothing> CLOSE_ROOM =
      rest(
              "room.close",
              DELETE,
              "/rooms/{roomId}",
              Rooms.RoomRef.class,
              Nothing.class,
              "Remove a room with everything in it")
          .status(204);
  public static final Operation<Rooms.Join, Rooms.Room> JOIN_ROOM =
      rest(
          "room.join",
          POST,
          "/rooms/{roomId}/join",
          Rooms.Join.class,
          Rooms.Room.class,
          "Join a room");
  public static final Operation<Rooms.RoomRef, Nothing> LEAVE_ROOM =
      rest(
              "room.leave",
              POST,
              "/rooms/{roomId}/leave",
              Rooms.RoomRef.class,
              Nothing.class,
              "Leave a room")
          .status(204);
  public static final Operation<Rooms.MembersOf, Rooms.Members> MEMBERS =
      rest(
          "room.members",
          GET,
          "/rooms/{roomId}/members",
          Rooms.MembersOf.class,
          Rooms.Members.class,
          "A room's members");
  public static final Operation<Rooms.SetMember, Rooms.Member> SET_MEMBER =
      rest(
          "room.member.set",
          PUT,
          "/rooms/{roomId}/members/{userId}",
          Rooms.SetMember.class,
          Rooms.Member.class,
          "Add a member or change their role");
  public static final Operation<Rooms.MemberRef, Nothing> REMOVE_MEMBER =
      rest(
              "room.member.remove",
              DELETE,
              "/rooms/{roomId}/members/{userId}",
              Rooms.MemberRef.class,
              Nothing.class,
              "Remove a member")
          .status(204);
  public static final Operation<Rooms.MakeInvite, Rooms.Invite> MAKE_INVITE =
      rest(
              "room.invite",
              POST,
              "/rooms/{roomId}/invites",
              Rooms.MakeInvite.class,
              Rooms.Invite.class,
              "Make an invitation")
          .status(201);
  public static final Operation<Rooms.RoomRef, Rooms.Invites> INVITES =
      rest(
          "room.invites",
          GET,
          "/rooms/{roomId}/invites",
          Rooms.RoomRef.class,
          Rooms.Invites.class,
          "A room's invitations");
  public static final Operation<Rooms.InviteRef, Nothing> REVOKE_INVITE =
      rest(
              "room.invite.revoke",
              DELETE,
              "/rooms/{roomId}/invites/{id}",
              Rooms.InviteRef.class,
              Nothing.class,
              "Revoke an invitation")
          .status(204);

  // Messages: history-service.
  public static final Operation<Messages.Post, Messages.Posted> POST_MESSAGE =
      rest(
              "room.post",
              POST,
              "/rooms/{roomId}/messages",
              Messages.Post.class,
              Messages.Posted.class,
              "Post a message; safe to repeat with the same clientId")
          .status(201);
  public static final Operation<Messages.Page, Messages.MessagePage> HISTORY =
      rest(
          "room.history",
          GET,
          "/rooms/{roomId}/messages",
          Messages.Page.class,
          Messages.MessagePage.class,
          "A page of messages in their current state");
  public static final Operation<Messages.EntriesOf, Messages.Entries> ENTRIES =
      rest(
          "room.entries",
          GET,
          "/rooms/{roomId}/entries",
          Messages.EntriesOf.class,
          Messages.Entries.class,
          "The room's log itself");
  public static final Operation<Messages.MarkRead, Messages.ReadMark> MARK_READ =
      rest(
          "room.read",
          PUT,
          "/rooms/{roomId}/read",
          Messages.MarkRead.class,
          Messages.ReadMark.class,
          "Move my read mark forward");
  public static final Operation<Messages.Mine, Messages.MessagePage> MY_MESSAGES =
      rest(
          "me.messages",
          GET,
          "/me/messages",
          Messages.Mine.class,
          Messages.MessagePage.class,
          "My own messages over all rooms, newest first");

  /** Answers as long as room-service does; asks nothing of its database. */
  public static final Operation<Nothing, Nothing> ROOMS_CANARY =
      internal("rooms.canary", Nothing.class, Nothing.class);

  // The log between our own processes.
  public static final Operation<Log.Read, Log.Found> READ_LOG =
      internal("log.read", Log.Read.class, Log.Found.class);
  public static final Operation<Log.HeadsSince, Log.Heads> HEADS =
      internal("log.heads", Log.HeadsSince.class, Log.Heads.class);
  public static final Operation<Log.PostBatch, Log.PostVerdicts> POST_BATCH =
      internal("log.post", Log.PostBatch.class, Log.PostVerdicts.class);
  public static final Operation<Log.SummariesFor, Log.Summaries> SUMMARIES =
      internal("log.summaries", Log.SummariesFor.class, Log.Summaries.class);

  /** Operations of auth-service. */
  public static final List<Operation<?, ?>> AUTH =
      with(
          PeopleSwitchboard.AUTH,
          REGISTER,
          LOGIN,
          GUEST,
          REFRESH,
          LOGOUT,
          ME,
          CHANGE_ME,
          CHANGE_PASSWORD,
          SESSIONS,
          END_SESSION,
          FIND_USERS,
          GET_USER,
          KEYS,
          PEOPLE,
          ENDED_SESSIONS,
          TOKENS_USED);

  /** Operations of room-service. */
  public static final List<Operation<?, ?>> ROOMS =
      with(
          RoomSwitchboard.ALL,
          LIST_ROOMS,
          DIRECTORY,
          CREATE_ROOM,
          DIRECT_ROOM,
          JOIN_BY_CODE,
          GET_ROOM,
          CHANGE_ROOM,
          CLOSE_ROOM,
          JOIN_ROOM,
          LEAVE_ROOM,
          MEMBERS,
          SET_MEMBER,
          REMOVE_MEMBER,
          MAKE_INVITE,
          INVITES,
          REVOKE_INVITE,
          ROOMS_CANARY);

  /** Operations of history-service. */
  public static final List<Operation<?, ?>> HISTORY_SERVICE =
      Stream.of(
              List.<Operation<?, ?>>of(
                  POST_MESSAGE,
                  HISTORY,
                  ENTRIES,
                  MARK_READ,
                  MY_MESSAGES,
                  READ_LOG,
                  HEADS,
                  POST_BATCH,
                  SUMMARIES),
              SearchSwitchboard.ALL,
              MessageSwitchboard.ALL,
              ThreadSwitchboard.ALL,
              AttachmentSwitchboard.ALL,
              PictureSwitchboard.ALL)
          .flatMap(List::stream)
          .toList();

  /** Contracts of other files beside those of this one. */
  private static List<Operation<?, ?>> with(List<Operation<?, ?>> others, Operation<?, ?>... own) {
    return Stream.concat(Stream.of(own), others.stream()).toList();
  }

  // What our own processes tell each other.
  public static final Topic<Accounts.SessionEnded> SESSION_ENDED =
      new Topic<>("fact.session-ended", Accounts.SessionEnded.class);
  public static final Topic<Accounts.ProfileChanged> PROFILE_CHANGED =
      new Topic<>("fact.profile-changed", Accounts.ProfileChanged.class);
  public static final Topic<Rooms.Notice> NOTICE = new Topic<>("fact.notice", Rooms.Notice.class);
}
