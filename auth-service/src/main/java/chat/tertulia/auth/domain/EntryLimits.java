package chat.tertulia.auth.domain;

/**
 * What bounds the ways in.
 *
 * @param backoff slows wrong passwords down
 * @param hashing how much of the password hashing one address may take
 * @param guests how fast one address makes guests, who cost no hash
 */
public record EntryLimits(SignInBackoff backoff, FairShare hashing, GuestLimit guests) {}
