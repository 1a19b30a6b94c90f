package dev.cairn.core.validation;

import dev.cairn.core.TestKeys;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;

/** Transactions on one network, by the key that has its coins if nothing else is said. */
record Transactions(NetworkParameters network) {

  static final Payload TRANSFER =
      new Transfer(TestKeys.SECOND.publicKey(), new Amount(10)).payload();

  static final Payload RECORD = DocumentRecord.ofDocument(Bytes.of(new byte[3])).payload();

  Transaction record(long sequence) {
    return of(TestKeys.FIRST, sequence, 1, RECORD);
  }

  Transaction transfer(KeyPair sender, long sequence, long fee, long amount) {
    return of(
        sender,
        sequence,
        fee,
        new Transfer(TestKeys.SECOND.publicKey(), new Amount(amount)).payload());
  }

  Transaction of(KeyPair sender, long sequence, long fee, Payload payload) {
    return Transaction.sign(sender, network.id(), sequence, new Amount(fee), payload);
  }

  Transaction withPayload(long sequence, long type, byte... bytes) {
    return of(TestKeys.FIRST, sequence, 1, new Payload(type, Bytes.of(bytes)));
  }
}
