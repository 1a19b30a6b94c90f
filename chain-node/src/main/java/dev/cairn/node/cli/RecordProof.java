package dev.cairn.node.cli;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleProof;
import dev.cairn.core.key.SignatureRule;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about a recorded document without believing the node more than one must.
 *
 * @param header of the block that has the record
 * @param headersAbove how many headers on top of it were checked
 * @param workAbove the work of the header and those above it that were checked
 * @param confirmations how deep the block is, if the node's tip is where it says
 */
record RecordProof(
    Sha256Digest document,
    Answer record,
    Transaction transaction,
    BlockHeader header,
    long height,
    long headersAbove,
    Work workAbove,
    long confirmations) {

  /** Times to ask anew when the chain is reorganised meanwhile. */
  private static final int ATTEMPTS = 3;

  static RecordProof check(Api api, Sha256Digest document, int headersMax) throws CommandFailure {
    for (int attempt = 1; ; attempt++) {
      Answer record = api.get("records/" + document);
      Answer proof = api.ask("transactions/" + record.neededText("transaction") + "/proof");
      boolean isGone =
          !proof.isOk() || !proof.neededText("block").equals(record.neededText("block"));
      if (!isGone) {
        return check(api, document, record, proof, headersMax);
      } else if (attempt == ATTEMPTS) {
        throw proof.isOk() ? wrong("the proof is for another block") : proof.failure();
      }
    }
  }

  private static RecordProof check(
      Api api, Sha256Digest document, Answer record, Answer proof, int headersMax)
      throws CommandFailure {
    Bytes bytes = proof.needed("transaction", Bytes::parseHex);
    Transaction transaction = named(api, document, record, bytes);
    BlockHeader header = header(proof);
    if (!header.hash().equals(proof.needed("block", BlockHash::parse))) {
      throw wrong("the header is not the block's");
    }
    List<MerkleRoot> path = new ArrayList<>();
    for (Object node : path(proof)) {
      path.add(sound(MerkleRoot.parse(String.valueOf(node)), "the path"));
    }
    Optional<Rejection> refusal =
        new MerkleProof(proof.neededNumber("index"), path).check(bytes, header.merkleRoot());
    if (refusal.isPresent()) {
      throw wrong("the block does not include the transaction: " + refusal.get());
    }
    long height = proof.neededNumber("height");
    Work work = workOf(header);
    long tip = api.get("status").neededNumber("height");
    BlockHeader below = header;
    long above = 0;
    for (; above < Math.min(headersMax, tip - height); above++) {
      BlockHeader next = header(api.get("blocks/" + (height + above + 1) + "/header"));
      if (!next.previous().equals(below.hash())) {
        throw wrong("the header at " + (height + above + 1) + " does not follow the one before");
      }
      work = work.plus(workOf(next));
      below = next;
    }
    return new RecordProof(
        document, record, transaction, header, height, above, work, tip - height + 1);
  }

  /** The transaction, if it is signed and records this very document. */
  private static Transaction named(Api api, Sha256Digest document, Answer record, Bytes bytes)
      throws CommandFailure {
    Transaction transaction = sound(Transaction.decode(bytes), "the transaction");
    if (!transaction.id().toString().equals(record.neededText("transaction"))) {
      throw wrong("the transaction in the proof is another one");
    }
    if (transaction.payload().type() != DocumentRecord.TYPE) {
      throw wrong("the transaction records nothing");
    }
    DocumentRecord content =
        sound(DocumentRecord.decode(transaction.payload().bytes(), Long.MAX_VALUE), "the record");
    if (!content.digest().equals(document)) {
      throw wrong("the transaction records another document");
    }
    NetworkId network = api.get("network").needed("networkId", NetworkId::parse);
    if (!SignatureRule.verify(
        transaction.sender(), transaction.signature(), transaction.signedMessage(network))) {
      throw wrong("the transaction's signature is invalid");
    }
    return transaction;
  }

  private static List<?> path(Answer proof) throws CommandFailure {
    if (proof.json().get("path") instanceof List<?> path) {
      return path;
    }
    throw wrong("the proof has no path");
  }

  private static BlockHeader header(Answer answer) throws CommandFailure {
    return sound(
        answer.needed("header", Bytes::parseHex).length() == BlockHeader.BYTES
            ? BlockHeader.decode(answer.needed("header", Bytes::parseHex))
            : BlockHeader.decode(Bytes.EMPTY),
        "a header");
  }

  private static Work workOf(BlockHeader header) throws CommandFailure {
    Target target = sound(header.bits().toTarget(), "the bits of a header");
    if (!target.isMetBy(header.hash())) {
      throw wrong("the header " + header.hash() + " lacks its proof of work");
    }
    return target.work();
  }

  private static <T> T sound(Checked<T> checked, String what) throws CommandFailure {
    if (checked.rejection().isPresent()) {
      throw wrong(what + " makes no sense: " + checked.rejection().get());
    }
    return checked.value();
  }

  private static CommandFailure wrong(String detail) {
    return new CommandFailure(
        ExitCode.REFUSED,
        "PROOF_WRONG",
        detail,
        "do not trust this node: ask another one with --api");
  }

  Map<String, ?> toJson() {
    return Json.object(
        "record",
        record.json(),
        "verified",
        Json.object(
            "header", Bytes.of(header.toArray()).toHex(),
            "headersAbove", headersAbove,
            "work", workAbove.toString()));
  }

  /** For a person. */
  String text() {
    String what =
        Rendering.facts(
            Json.object(
                "document",
                document.toString(),
                "recorded",
                Rendering.time(header.time().seconds()) + ", says the block",
                "by",
                transaction.sender().toAddress(),
                "transaction",
                transaction.id().toString(),
                "block",
                header.hash() + " at height " + height,
                "confirmations",
                confirmations));
    String checked =
        headersAbove + 1 == confirmations
            ? "all headers up to the tip"
            : "the header and " + headersAbove + " above it, of " + (confirmations - 1);
    return what
        + "\nChecked here: signature, inclusion, and proof of work of "
        + checked
        + " ("
        + workAbove
        + " hashes).\nBelieved: that this node is on the chain with the most work.\n";
  }
}
