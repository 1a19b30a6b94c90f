package dev.cairn.core.network;

import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transfer;

/**
 * One application as a network's parameters list it: other rules under the same payload type are
 * another network.
 *
 * @param name at most 64 bytes in UTF-8
 * @param rulesVersion u32, rises whenever what the application accepts changes
 */
public record ListedApplication(long payloadType, String name, long rulesVersion) {

  /** Transfers, payload type 1. */
  public static final ListedApplication TRANSFER =
      new ListedApplication(Transfer.TYPE, "transfer", 1);

  /** Records, payload type 2. */
  public static final ListedApplication RECORD =
      new ListedApplication(DocumentRecord.TYPE, "record", 1);

  public ListedApplication {
    if (payloadType < 0 || rulesVersion < 0 || rulesVersion > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "payload type " + payloadType + ", rules version " + rulesVersion);
    }
    ParameterCodec.requireName(name);
  }
}
