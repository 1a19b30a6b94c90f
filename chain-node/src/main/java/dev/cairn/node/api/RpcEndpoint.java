package dev.cairn.node.api;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.node.api.rpc.BlockReason;
import dev.cairn.node.api.rpc.Login;
import dev.cairn.node.api.rpc.LongPollId;
import dev.cairn.node.api.rpc.MinerTemplate;
import dev.cairn.node.api.rpc.MiningInfo;
import dev.cairn.node.api.rpc.Proposal;
import dev.cairn.node.api.rpc.RpcAnswer;
import dev.cairn.node.api.rpc.RpcCall;
import dev.cairn.node.api.rpc.RpcFault;
import dev.cairn.node.api.rpc.RpcRequest;
import dev.cairn.node.member.Member;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON-RPC as miners know it of Bitcoin's node: getblocktemplate, submitblock, and what they ask
 * beside that. Confined to the event loop.
 */
final class RpcEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(RpcEndpoint.class);

  /** Up to here a body is read on the event loop: so do no questions wait for a worker. */
  private static final int SMALL_BYTES = 4 << 10;

  private final Threads threads;
  private final TemplateDesk desk;
  private final SubmittedBlocks submitted;
  private final InstantSource clock;

  /** Half of the extra nonce, different for each node; the other half is counted. */
  private final long ownNonce;

  private long answers;

  RpcEndpoint(
      Threads threads,
      TemplateDesk desk,
      SubmittedBlocks submitted,
      InstantSource clock,
      RandomGenerator random) {
    this.threads = threads;
    this.desk = desk;
    this.submitted = submitted;
    this.clock = clock;
    this.ownNonce = random.nextLong();
  }

  Future<Checked<Answer>> answer(Call call) {
    byte[] body = call.body();
    Future<RpcRequest> read =
        body.length <= SMALL_BYTES
            ? Future.succeededFuture(RpcRequest.read(body))
            : threads.onWorker(() -> RpcRequest.read(body));
    return read.compose(request -> answer(call, request));
  }

  private Future<Checked<Answer>> answer(Call call, RpcRequest request) {
    if (!request.call().isPassed()) {
      return refused(request, request.call());
    }
    if (call.presentMember().isEmpty()) {
      return refused(
          request,
          Rejection.of(RpcFault.IN_INITIAL_DOWNLOAD, "a node in no network yet", "one in one"));
    }
    RpcCall asked = request.call().value();
    return switch (asked.method()) {
      case "getblocktemplate" -> template(call, request, asked);
      case "submitblock" -> submit(call.member(), request, asked);
      case "getmininginfo" -> miningInfo(call.member(), request);
      case "getblockcount" ->
          whole(RpcAnswer.number(request.id(), call.member().peer().tip().height().value()));
      default ->
          refused(
              request,
              Rejection.of(
                  RpcFault.METHOD_UNKNOWN, Parameters.shown(asked.method()), "a known method"));
    };
  }

  private static Future<Checked<Answer>> whole(byte[] json) {
    return Future.succeededFuture(Checked.passed(Answer.json(200, json)));
  }

  private static Future<Checked<Answer>> refused(RpcRequest request, Checked<?> why) {
    return refused(request, why.rejection().orElseThrow());
  }

  private static Future<Checked<Answer>> refused(RpcRequest request, Rejection why) {
    RpcFault fault = (RpcFault) why.reason();
    byte[] json = RpcAnswer.error(request.id(), fault.code(), why);
    return Future.succeededFuture(Checked.passed(Answer.json(fault.status(), json)));
  }

  private Future<Checked<Answer>> template(Call call, RpcRequest request, RpcCall asked) {
    String mode = asked.option("mode").orElse("template");
    if (mode.equals("proposal")) {
      return propose(call.member(), request, asked);
    }
    if (!mode.equals("template")) {
      return refused(
          request,
          Rejection.of(RpcFault.MODE_UNKNOWN, Parameters.shown(mode), "template or proposal"));
    }
    Checked<Optional<PublicKey>> recipient = login(call).recipient();
    return recipient.isPassed()
        ? desk.ask(call, asked.option("longpollid").flatMap(LongPollId::parse))
            .compose(
                template ->
                    template.isPassed()
                        ? template(request, template.value(), recipient.value())
                        : refused(request, template))
        : refused(request, recipient);
  }

  private static Login login(Call call) {
    List<String> headers = call.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    return headers.stream().findFirst().flatMap(Login::parse).orElse(Login.NONE);
  }

  private Future<Checked<Answer>> template(
      RpcRequest request, MinerTemplate template, Optional<PublicKey> recipient) {
    ByteBuffer extraNonce = ByteBuffer.allocate(Coinbase.EXTRA_NONCE_BYTES);
    extraNonce.putLong(ownNonce).putLong(answers++);
    Bytes fresh = Bytes.of(extraNonce.array());
    PublicKey paid = recipient.orElse(template.recipient());
    return threads.onWorker(
        () -> Checked.passed(Answer.parts(template.answer(request.id(), paid, fresh, now()))));
  }

  private Timestamp now() {
    return Timestamp.nearest(clock.instant().getEpochSecond());
  }

  private Future<Checked<Answer>> propose(Member member, RpcRequest request, RpcCall asked) {
    return threads
        .onEngine(
            member, (chain, pool) -> new Proposal(chain.headerRules(), chain.rules(), chain.tip()))
        .compose(
            proposal ->
                threads.onWorker(
                    () -> block(asked.option("data")).map(block -> proposal.check(block, now()))))
        .compose(
            wrong -> wrong.isPassed() ? answer(request, wrong.value()) : refused(request, wrong));
  }

  private Future<Checked<Answer>> submit(Member member, RpcRequest request, RpcCall asked) {
    return threads
        .onWorker(() -> block(asked.text()))
        .compose(
            block ->
                block.isPassed()
                    ? threads
                        .await(member.peer().submit(block.value()))
                        .compose(verdict -> answer(request, outcome(block.value(), verdict)))
                    : refused(request, block));
  }

  private static Checked<Block> block(Optional<String> hex) {
    if (hex.isEmpty()) {
      return Checked.refused(RpcFault.PARAMETERS_INVALID, "no block", "one in hexadecimal");
    }
    Checked<Block> block = Bytes.parseHex(hex.get()).then(Block::decode);
    return block
        .rejection()
        .<Checked<Block>>map(why -> Checked.refused(RpcFault.BLOCK_UNDECODABLE, why, "a block"))
        .orElse(block);
  }

  private Optional<String> outcome(Block block, Verdict verdict) {
    Optional<String> wrong = BlockReason.of(verdict);
    submitted.add(wrong.isEmpty() ? SubmittedBlocks.Outcome.TIP : SubmittedBlocks.Outcome.OTHER);
    if (wrong.isEmpty()) {
      LOG.info("a miner has found block {} {}", block.coinbase().height(), block.hash());
    } else {
      LOG.info("a miner's block is no new tip, {}: {}", wrong.get(), verdict);
    }
    return wrong;
  }

  /** Null when all is well, or the word for what is not. */
  private static Future<Checked<Answer>> answer(RpcRequest request, Optional<String> wrong) {
    return whole(
        wrong
            .map(word -> RpcAnswer.text(request.id(), word))
            .orElseGet(() -> RpcAnswer.nothing(request.id())));
  }

  private Future<Checked<Answer>> miningInfo(Member member, RpcRequest request) {
    return threads
        .onEngine(member, (chain, pool) -> pool.size())
        .compose(
            pooled ->
                threads.onWorker(
                    () -> {
                      Tip tip = member.peer().tip();
                      MiningInfo info =
                          MiningInfo.of(
                              tip.header(),
                              height ->
                                  member
                                      .store()
                                      .hashAt(height)
                                      .flatMap(hash -> member.store().header(hash))
                                      .map(stored -> stored.chained()));
                      return info.answer(request.id(), pooled, member.network().name());
                    }))
        .compose(RpcEndpoint::whole);
  }
}
