package dev.cairn.net.message;

/**
 * The last message before the sender closes.
 *
 * @param reason a stable code, of this program or of one that we do not know
 * @param detail for a person: what is longer than 256 bytes of UTF-8 is cut off, and characters
 *     that could deceive whoever reads it in a terminal or a log become question marks
 */
public record Goodbye(String reason, String detail) implements Message {

  /** The longest reason, in bytes. */
  public static final int REASON_BYTES_MAX = 64;

  /** The longest detail, in bytes of UTF-8. */
  public static final int DETAIL_BYTES_MAX = 256;

  public Goodbye {
    detail = readable(detail);
  }

  private static String readable(String text) {
    StringBuilder readable = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      int shown = isHarmless(character) ? character : '?';
      bytes += utf8Length(shown);
      if (bytes > DETAIL_BYTES_MAX) {
        break;
      }
      readable.appendCodePoint(shown);
    }
    return readable.toString();
  }

  /** No line end, no terminal's escape, no change of writing direction, no half character. */
  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static int utf8Length(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGoodbye(from, this);
  }
}
