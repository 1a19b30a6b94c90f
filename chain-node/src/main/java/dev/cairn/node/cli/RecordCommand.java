package dev.cairn.node.cli;

import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.value.Sha256Digest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets documents down in the chain, and shows that they are there. */
@Command(
    name = "record",
    description = "Sets a document down for good, or shows when that was done.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  ./cairn record put LICENSE --wait 3",
      "  ./cairn record verify LICENSE"
    })
final class RecordCommand {

  private RecordCommand() {}

  static RecordCommand group() {
    return new RecordCommand();
  }

  @Command(
      name = "put",
      description = "Records a document's SHA-256, so that everybody can see since when it exists.",
      footer = {
        "",
        "Of a document that is recorded already the first record is shown, and nothing is sent.",
        "",
        "Example:",
        "  ./cairn record put LICENSE --wait 3",
        "  ./cairn record put --text 'Anna pays the rent' --with-content"
      })
  static final class Put implements Callable<Integer> {
    @Mixin private final ClientOptions client;
    @Mixin private final Submission submission = new Submission();
    @Mixin private final Document document = new Document();

    @Option(
        names = "--with-content",
        description = "Record the document itself: everybody can read it, and it stays for good.")
    private boolean withContent;

    Put(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      Api api = client.api();
      Sha256Digest digest = document.digest();
      Answer known = api.ask("records/" + digest);
      if (known.isOk()) {
        client.say("recorded already, nothing was sent");
        client.print(known);
        return ExitCode.OK.number();
      } else if (!known.reason().equals("RECORD_UNKNOWN")) {
        throw known.failure();
      }
      client.print(submission.submit(client, content(api, digest).payload()));
      return ExitCode.OK.number();
    }

    private DocumentRecord content(Api api, Sha256Digest digest) throws CommandFailure {
      return withContent
          ? document.whole(api.get("network").object("parameters").neededNumber("recordBytes"))
          : DocumentRecord.ofDigest(digest);
    }
  }

  @Command(
      name = "verify",
      description = "Shows when a document was recorded, in which block, and how deep that is.",
      footer = {
        "",
        "What is computed here, whatever the node says: the document's SHA-256; that the"
            + " transaction",
        "names it and is signed; that the block's header includes the transaction; that the header",
        "and those above it have their proof of work and follow one another. What is believed:"
            + " that",
        "no other chain has more work. Exit code 1 means that the document is not recorded, or"
            + " that",
        "the proof is wrong.",
        "",
        "Example:",
        "  ./cairn record verify LICENSE"
      })
  static final class Verify implements Callable<Integer> {
    @Mixin private final ClientOptions client;
    @Mixin private final Document document = new Document();

    @Option(
        names = "--headers",
        paramLabel = "N",
        defaultValue = "144",
        description = "How many headers above the block to check at most; default 144.")
    private int headersMax;

    Verify(ClientOptions client) {
      this.client = client;
    }

    @Override
    public Integer call() throws CommandFailure {
      if (headersMax < 0) {
        throw Arguments.wrong("--headers " + headersMax + " means nothing", "give 0 or more");
      }
      RecordProof proof = RecordProof.check(client.api(), document.digest(), headersMax);
      if (client.isJson()) {
        client.print(proof.toJson());
      } else {
        client.surroundings().out().print(proof.text());
      }
      return ExitCode.OK.number();
    }
  }
}
