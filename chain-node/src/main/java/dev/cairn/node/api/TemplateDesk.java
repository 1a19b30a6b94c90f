package dev.cairn.node.api;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.sync.SyncProgress;
import dev.cairn.node.api.rpc.LongPollId;
import dev.cairn.node.api.rpc.MinerTemplate;
import dev.cairn.node.api.rpc.RpcFault;
import dev.cairn.node.member.Member;
import dev.cairn.node.mining.MiningObstacle;
import dev.cairn.node.mining.TemplateFeed.Offer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where miners get templates: at once, or when there is a better one than they know (long polling,
 * BIP 22). It listens to the feed only while somebody asks. Confined to the event loop.
 */
final class TemplateDesk {

  private static final long LOOK_MILLIS = 250;

  /** How long an obstacle may last before a miner that has nothing yet is told of it. */
  private static final long OBSTACLE_MILLIS = 1_000;

  /** After so long without a question nobody mines here any more. */
  private static final long FORGET_MILLIS = 120_000;

  private final Vertx vertx;
  private final Threads threads;
  private final ApiLimits limits;
  private final Set<Waiting> waiting = new LinkedHashSet<>();

  /** The network whose feed is heard. */
  private @Nullable Member heard;

  private Consumer<Optional<Offer>> listener = any -> {};

  /** What the feed offers, which may be better than what is handed out. */
  private Optional<BlockTemplate> offered = Optional.empty();

  /** What is handed out, with the block that it was made of. */
  private Optional<Given> given = Optional.empty();

  private long heardMillis = Long.MAX_VALUE;
  private long askedMillis;

  private record Given(BlockTemplate of, MinerTemplate template, long sinceMillis) {}

  /** A request without an answer yet. Compared by identity. */
  private static final class Waiting {
    private final ClientAddress client;
    private final Optional<LongPollId> known;
    private final long sinceMillis;
    private final Promise<Checked<MinerTemplate>> answer = Promise.promise();

    private Waiting(ClientAddress client, Optional<LongPollId> known, long sinceMillis) {
      this.client = client;
      this.known = known;
      this.sinceMillis = sinceMillis;
    }
  }

  TemplateDesk(Vertx vertx, Threads threads, ApiLimits limits) {
    this.vertx = vertx;
    this.threads = threads;
    this.limits = limits;
  }

  void start() {
    vertx.setPeriodic(LOOK_MILLIS, any -> look());
  }

  /**
   * Something to work on.
   *
   * @param known what the miner works on already, if it wants to wait for something better
   */
  Future<Checked<MinerTemplate>> ask(Call call, Optional<LongPollId> known) {
    long now = nowMillis();
    askedMillis = now;
    listenTo(call.member());
    ClientAddress client =
        ClientAddress.of(call.request().remoteAddress(), call.request().localAddress());
    Waiting request = new Waiting(client, known, now);
    refresh(now);
    if (!answer(request, now)) {
      await(request, call.request().response());
    }
    return request.answer.future();
  }

  private void await(Waiting request, HttpServerResponse response) {
    if (isFull(request.client)) {
      request.answer.complete(
          Checked.refused(
              RpcFault.TOO_MANY_WAITING, waiting.size() + " requests that wait", "fewer"));
    } else if (!response.closed()) { // its end would not be told any more
      waiting.add(request);
      response.closeHandler(gone -> waiting.remove(request));
    }
  }

  private boolean isFull(ClientAddress client) {
    long ofClient = waiting.stream().filter(each -> each.client.equals(client)).count();
    return waiting.size() >= limits.miners().most()
        || (!client.isLocal() && ofClient >= limits.miners().mostPerClient());
  }

  private void listenTo(Member member) {
    if (heard == member) {
      return;
    }
    forget();
    heard = member;
    listener = offer -> threads.onEventLoop(() -> onOffer(member, offer));
    member.feed().subscribe(listener);
  }

  private void forget() {
    if (heard != null) {
      heard.feed().unsubscribe(listener);
    }
    heard = null;
    heardMillis = Long.MAX_VALUE;
    offered = Optional.empty();
    given = Optional.empty();
  }

  private void onOffer(Member member, Optional<Offer> offer) {
    if (heard == member) {
      heardMillis = Math.min(heardMillis, nowMillis());
      offered = offer.map(Offer::template);
      look();
    }
  }

  /** The node is in another network, or in none for a while. */
  void onMemberChanged() {
    forget();
    List.copyOf(waiting)
        .forEach(request -> end(request, refused(RpcFault.IN_INITIAL_DOWNLOAD, "another network")));
  }

  private void look() {
    long now = nowMillis();
    refresh(now);
    List.copyOf(waiting).forEach(request -> answer(request, now));
    if (waiting.isEmpty() && now - askedMillis >= FORGET_MILLIS) {
      forget();
    }
  }

  /** Hands out what is offered, if it is on the tip, and if the one before is old enough. */
  private void refresh(long nowMillis) {
    if (heard == null || offered.isEmpty()) {
      given = Optional.empty();
      return;
    }
    BlockTemplate newest = offered.get();
    Tip tip = heard.peer().tip();
    given = given.filter(each -> each.template().longPollId().parent().equals(tip.hash()));
    if (!newest.block().header().previous().equals(tip.hash())) {
      return; // the feed will offer another one
    }
    boolean isKept =
        given.isPresent()
            && (given.get().of().equals(newest)
                || (hasSameBits(given.get().of(), newest)
                    && nowMillis - given.get().sinceMillis() < limits.miners().sameTipMillis()));
    if (!isKept) {
      MinerTemplate template = new MinerTemplate(heard.network(), tip.header(), newest.block());
      given = Optional.of(new Given(newest, template, nowMillis));
    }
  }

  private static boolean hasSameBits(BlockTemplate one, BlockTemplate other) {
    return one.block().header().bits().equals(other.block().header().bits());
  }

  /** Answers a request, if it is time for that. */
  private boolean answer(Waiting request, long nowMillis) {
    long waitedMillis = nowMillis - request.sinceMillis;
    if (given.isPresent() && isDue(request, given.get().template().longPollId(), waitedMillis)) {
      end(request, Checked.passed(given.get().template()));
    } else if (request.known.isPresent() && waitedMillis < limits.miners().waitMillis()) {
      return false;
    } else if (obstacle().isPresent()
        && nowMillis - Math.max(request.sinceMillis, heardMillis) >= OBSTACLE_MILLIS) {
      end(request, Checked.refused(obstacle().get()));
    } else if (waitedMillis >= limits.links().answerMillis() + patienceMillis(request)) {
      waiting.remove(request);
      request.answer.fail(new TimeoutException("no template in time"));
    } else {
      return false;
    }
    return true;
  }

  private long patienceMillis(Waiting request) {
    return request.known.isPresent() ? limits.miners().waitMillis() : 0;
  }

  private boolean isDue(Waiting request, LongPollId offer, long waitedMillis) {
    if (request.known.isEmpty() || waitedMillis >= limits.miners().waitMillis()) {
      return true;
    }
    LongPollId known = request.known.get();
    return offer.replaces(known)
        || (offer.paysMoreThan(known) && waitedMillis >= limits.miners().payingMoreMillis());
  }

  private void end(Waiting request, Checked<MinerTemplate> answer) {
    waiting.remove(request);
    request.answer.complete(answer);
  }

  /** Why nothing is to be mined, as BIP 22 wants it said. */
  private Optional<Rejection> obstacle() {
    if (heard == null) {
      return Optional.empty();
    }
    boolean isAlone = heard.peer().status().sync().phase() == SyncProgress.Phase.NO_PEERS;
    return heard.feed().obstacle().map(why -> refusal(why, isAlone));
  }

  static Rejection refusal(MiningObstacle why, boolean isAlone) {
    if (why != MiningObstacle.SYNCING) {
      return Rejection.of(
          RpcFault.NOTHING_TO_MINE, why.name() + " (" + why.hint() + ")", "something to mine");
    }
    return isAlone
        ? Rejection.of(RpcFault.NOT_CONNECTED, "no peers yet", "some")
        : Rejection.of(RpcFault.IN_INITIAL_DOWNLOAD, "blocks still to come", "all of them");
  }

  private static Checked<MinerTemplate> refused(RpcFault fault, String got) {
    return Checked.refused(fault, got, "the same one");
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
