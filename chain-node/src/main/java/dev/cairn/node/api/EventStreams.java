package dev.cairn.node.api;

import dev.cairn.core.mempool.Arrival;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.member.Member;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All event streams, and what they hear of. Confined to the event loop. */
final class EventStreams {

  private static final int ARRIVALS_AT_A_TIME = 500;

  private final Vertx vertx;
  private final Threads threads;
  private final ApiLimits limits;
  private final Supplier<Optional<Member>> current;
  private final Set<EventStream> streams = new LinkedHashSet<>();

  /** Set by the engine loop, so that many tips at once are one piece of news. */
  private final AtomicBoolean hasNews = new AtomicBoolean();

  /** The network whose tips are heard. */
  private @Nullable Member heard;

  private long nextArrival;
  private boolean isPolling;

  EventStreams(Vertx vertx, Threads threads, ApiLimits limits, Supplier<Optional<Member>> current) {
    this.vertx = vertx;
    this.threads = threads;
    this.limits = limits;
    this.current = current;
  }

  void start() {
    vertx.setPeriodic(
        limits.streams().heartbeatMillis(), any -> streams.forEach(EventStream::heartbeat));
    vertx.setPeriodic(limits.streams().pollMillis(), any -> poll());
  }

  int open() {
    return streams.size();
  }

  Future<Checked<Answer>> events(Call call) {
    @Nullable String lastId = call.request().getHeader("Last-Event-ID");
    Optional<String> cursor = Optional.ofNullable(lastId).or(() -> call.query("since"));
    Checked<BlockHash> from =
        cursor
            .map(EventStreams::cursor)
            .orElseGet(() -> Checked.passed(call.member().peer().tip().hash()));
    if (!from.isPassed()) {
      return Refusal.future(from);
    }
    return threads
        .onWorker(() -> call.member().store().header(from.value()).isPresent())
        .map(
            isKnown ->
                isKnown
                    ? begin(call, from.value())
                    : Checked.refused(
                        ApiFault.CURSOR_UNKNOWN, from.value(), "a block that is stored"));
  }

  private static Checked<BlockHash> cursor(String text) {
    Checked<BlockHash> hash = BlockHash.parse(text);
    return hash.isPassed()
        ? hash
        : Checked.refused(
            ApiFault.CURSOR_INVALID, Parameters.shown(text), "the id of an earlier event");
  }

  private Checked<Answer> begin(Call call, BlockHash from) {
    if (call.request().response().closed()) {
      return Checked.passed(new Answer.Taken()); // its end would not be told any more
    }
    if (streams.size() >= limits.streams().most()) {
      return Checked.refused(ApiFault.TOO_MANY_STREAMS, streams.size() + " event streams", "fewer");
    }
    if (call.isOutdated(current.get())) {
      return Checked.refused(ApiFault.STARTING, "a node that changes networks", "one in a network");
    }
    EventStream stream =
        new EventStream(call.request(), threads, limits.streams().backlog(), current);
    call.request().response().closeHandler(gone -> streams.remove(stream));
    listenTo(call.member());
    if (streams.isEmpty()) {
      skipArrivals(call.member());
    }
    streams.add(stream);
    stream.begin(call.member(), from);
    return Checked.passed(new Answer.Taken());
  }

  private void listenTo(Member member) {
    if (heard == member) {
      return;
    }
    heard = member;
    nextArrival = 0;
    member.peer().onTip(tip -> tellNews());
  }

  /** Passes over what has come into the mempool while nobody listened. */
  private void skipArrivals(Member member) {
    isPolling = true;
    threads
        .onEngine(member, (chain, mempool) -> mempool.nextArrival())
        .onComplete(
            next -> {
              isPolling = false;
              nextArrival = member == heard ? next : nextArrival;
            },
            failure -> isPolling = false);
  }

  /** Called on the engine loop. */
  private void tellNews() {
    if (!hasNews.getAndSet(true)) {
      threads.onEventLoop(
          () -> {
            hasNews.set(false);
            List.copyOf(streams).forEach(EventStream::onNews);
          });
    }
  }

  /** The node is in another network, or in none for a while. */
  void onMemberChanged() {
    Optional<Member> now = current.get();
    if (now.isPresent() && !streams.isEmpty() && heard != now.get()) {
      Member member = now.get();
      listenTo(member);
      BlockHash tip = member.peer().tip().hash();
      List.copyOf(streams).forEach(stream -> stream.follow(member, tip));
    }
  }

  /** Looks for what has come into the mempool. */
  private void poll() {
    Optional<Member> member = current.get();
    if (streams.isEmpty() || isPolling || member.isEmpty() || member.get() != heard) {
      return;
    }
    isPolling = true;
    long from = nextArrival;
    threads
        .onEngine(member.get(), (chain, mempool) -> mempool.arrivals(from, ARRIVALS_AT_A_TIME))
        .onComplete(
            arrivals -> {
              isPolling = false;
              tell(member.get(), arrivals);
            },
            failure -> isPolling = false);
  }

  private void tell(Member member, List<Arrival> arrivals) {
    if (member != heard || arrivals.isEmpty()) {
      return;
    }
    nextArrival = arrivals.get(arrivals.size() - 1).number() + 1;
    for (Arrival arrival : arrivals) {
      String event = EventText.transaction(member.network(), arrival.transaction());
      List.copyOf(streams).forEach(stream -> stream.send(event));
    }
    if (arrivals.size() == ARRIVALS_AT_A_TIME) {
      poll();
    }
  }
}
