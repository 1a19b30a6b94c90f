package dev.cairn.net.gossip;

/** An allowance that refills steadily. Confined to the engine loop. */
final class Budget {

  private final long perSecond;
  private final long mostThousandths;
  private long thousandths;
  private long countedMillis;

  /**
   * @param most how much can be saved up; it begins full
   */
  Budget(int perSecond, int most, long nowMillis) {
    this.perSecond = perSecond;
    mostThousandths = most * 1000L;
    thousandths = mostThousandths;
    countedMillis = nowMillis;
  }

  /** How much can be spent now. */
  int available(long nowMillis) {
    long millis = Math.min(nowMillis - countedMillis, mostThousandths); // no product overflows
    thousandths = Math.min(mostThousandths, thousandths + millis * perSecond);
    countedMillis = nowMillis;
    return (int) (thousandths / 1000);
  }

  /** Spends what {@link #available} gave, or a part of it. */
  void spend(int amount) {
    thousandths -= amount * 1000L;
  }
}
