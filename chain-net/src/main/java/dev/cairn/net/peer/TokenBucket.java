package dev.cairn.net.peer;

/**
 * A budget that fills by itself. It can be overdrawn, as far as the caller lets it: what is spent
 * beyond has to fill up first. Confined to one thread.
 */
public final class TokenBucket {

  private static final long MILLI = 1000;

  private final long perSecond;
  private final long capacity;
  private long milliTokens;
  private long updatedMillis;

  /**
   * @param capacity how much can be saved up; it begins full
   */
  public TokenBucket(long perSecond, long capacity, long nowMillis) {
    this.perSecond = perSecond;
    this.capacity = capacity;
    milliTokens = capacity * MILLI;
    updatedMillis = nowMillis;
  }

  /** Takes tokens, though there may be none; gives what is left, negative when overdrawn. */
  public long spend(long tokens, long nowMillis) {
    fill(nowMillis);
    milliTokens -= tokens * MILLI;
    return Math.floorDiv(milliTokens, MILLI);
  }

  /** What is there; negative when overdrawn. */
  public long tokens(long nowMillis) {
    fill(nowMillis);
    return Math.floorDiv(milliTokens, MILLI);
  }

  private void fill(long nowMillis) {
    long elapsed = Math.max(0, nowMillis - updatedMillis);
    long missing = capacity * MILLI - milliTokens;
    // One token per second is one thousandth of a token per millisecond.
    long gained = elapsed > missing / perSecond ? missing : Math.min(missing, elapsed * perSecond);
    milliTokens += gained;
    updatedMillis = Math.max(updatedMillis, nowMillis);
  }
}
