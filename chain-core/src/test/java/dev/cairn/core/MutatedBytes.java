package dev.cairn.core;

import java.util.Arrays;
import java.util.Random;

/** Turns right bytes into wrong ones, or into others that are right as well. */
public final class MutatedBytes {

  /** Values at which varints and signs change. */
  private static final int[] TELLING = {0, 1, 2, 0x40, 0x41, 0x7f, 0x80, 0xfc, 0xfd, 0xfe, 0xff};

  private MutatedBytes() {}

  /** One to three changes: flipped bits, telling bytes, bytes cut out, put in, cut off or added. */
  public static byte[] of(byte[] source, Random random) {
    byte[] bytes = source.clone();
    for (int change = random.nextInt(3); change >= 0; change--) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    switch (random.nextInt(6)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        return replaced(bytes, at, 0, drawn(random, 1 + random.nextInt(9)));
      }
      case 2 -> {
        return replaced(bytes, at, Math.min(bytes.length - at, 1 + random.nextInt(9)), new byte[0]);
      }
      case 3 -> {
        return replaced(bytes, bytes.length, 0, drawn(random, 1 + random.nextInt(120)));
      }
      case 4 -> {
        return replaced(bytes, at, at < bytes.length ? 1 : 0, telling(random));
      }
      default -> {
        if (at < bytes.length) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
      }
    }
  }

  private static byte[] telling(Random random) {
    return new byte[] {(byte) TELLING[random.nextInt(TELLING.length)]};
  }

  private static byte[] drawn(Random random, int length) {
    byte[] drawn = new byte[length];
    random.nextBytes(drawn);
    return drawn;
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - length + by.length);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
    return result;
  }
}
