package dev.cairn.net.simulation;

import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;

/** How a message becomes a frame and a message again on its way from one node to another. */
public interface Carriage {

  /** Hands the very objects over and guesses sizes: fast, for tests that are not about the wire. */
  Carriage BY_REFERENCE =
      message -> new Frame(roughBytes(message), 0, describe(message), Checked.passed(message));

  /**
   * A frame under way.
   *
   * @param bytes with its length prefix
   * @param checksum of its bytes, for the event log
   * @param kind a word for the event log
   * @param content what the receiver reads in it, or why it cannot
   */
  record Frame(int bytes, int checksum, String kind, Checked<Message> content) {

    @Override
    public String toString() {
      return kind + " " + bytes + " " + Integer.toHexString(checksum);
    }
  }

  /** Makes the frame that the receiver gets. */
  Frame carry(Message message);

  /** The word for a message in the event log. */
  static String describe(Message message) {
    return message.getClass().getSimpleName();
  }

  private static int roughBytes(Message message) {
    if (message instanceof FullBlock full) {
      return 16 + full.block().size();
    }
    if (message instanceof Headers headers) {
      return 16 + 80 * headers.headers().size();
    }
    if (message instanceof GetHeaders get) {
      return 16 + 32 * get.locator().size();
    }
    if (message instanceof TransactionAnnouncement announcement) {
      return 16 + 32 * announcement.ids().size();
    }
    if (message instanceof Transactions transactions) {
      return 16 + transactions.transactions().stream().mapToInt(one -> one.size()).sum();
    }
    return 100;
  }
}
