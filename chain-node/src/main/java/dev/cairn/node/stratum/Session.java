package dev.cairn.node.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.core.block.Block;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is said with one miner. It takes lines, work and the time, and gives lines. Confined to one
 * thread.
 */
final class Session {

  /** So long a miner may take to say who it is. */
  static final long INTRODUCTION_MILLIS = 60_000;

  /** A miner that got no work for so long is let go, and may find some elsewhere. */
  static final long WORKLESS_MILLIS = 300_000;

  private static final int SHOWN_LENGTH_MAX = 96;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Desk desk;
  private final Link link;
  private final String host;
  private final Bytes extraNonce1;
  private final Moment opened;
  private final Jobs jobs = new Jobs();
  private final VersionRolling versionRolling = new VersionRolling();
  private final Workers workers;
  private final VariableDifficulty variable;
  private long withWorkMillis;
  private boolean isSubscribed;
  private String agent = "";
  private Optional<Difficulty> sentDifficulty = Optional.empty();

  /**
   * @param host from where the miner is connected, for people
   * @param extraNonce1 8 bytes that no other session has
   */
  Session(Desk desk, Link link, String host, Bytes extraNonce1, Moment now) {
    this.desk = desk;
    this.link = link;
    this.host = host;
    this.extraNonce1 = extraNonce1;
    opened = now;
    workers = new Workers(desk.totals());
    variable = new VariableDifficulty(now.millis());
    withWorkMillis = now.millis();
  }

  /** The miner has sent a line. */
  void onLine(String line, Moment now) {
    if (line.isBlank()) {
      return;
    }
    Optional<JsonNode> object = Request.parse(line);
    if (object.isEmpty()) {
      link.send(Answers.noRequest("a request is a JSON object on a line of its own"));
      link.close();
      return;
    }
    Optional<Request> request = Request.of(object.get());
    if (request.isPresent()) {
      onRequest(request.get(), now);
    } else if (!object.get().has("result") && !object.get().has("error")) {
      link.send(Answers.noRequest("a request has a method"));
    }
  }

  private void onRequest(Request request, Moment now) {
    switch (request.method()) {
      case "mining.configure" -> onConfigure(request);
      case "mining.subscribe" -> onSubscribe(request, now);
      case "mining.authorize" -> onAuthorize(request, now);
      case "mining.extranonce.subscribe" -> link.send(Answers.yes(request));
      case "mining.suggest_difficulty" -> onSuggestDifficulty(request, now);
      case "mining.suggest_target" -> onSuggestTarget(request, now);
      case "mining.submit" -> onSubmit(request, now);
      default -> refuse(request, StratumError.other("Other/Unknown: no such method"));
    }
  }

  private void refuse(Request request, StratumError error) {
    link.send(Answers.error(request, error));
  }

  private void onConfigure(Request request) {
    link.send(Answers.result(request, versionRolling.configure(request.params())));
  }

  private void onSubscribe(Request request, Moment now) {
    agent = shown(request.text(0).orElse(""));
    ArrayNode result = JSON.arrayNode();
    String subscription = extraNonce1.toHex();
    ArrayNode subscriptions = result.addArray();
    subscriptions.addArray().add("mining.set_difficulty").add(subscription);
    subscriptions.addArray().add("mining.notify").add(subscription);
    result.add(extraNonce1.toHex()).add(Share.EXTRA_NONCE_2_BYTES);
    link.send(Answers.result(request, result));
    boolean isNew = !isSubscribed;
    isSubscribed = true;
    if (isNew) {
      sendWork(true, now);
    }
  }

  private void onAuthorize(Request request, Moment now) {
    boolean isFirst = workers.isEmpty();
    Optional<StratumError> fault = workers.authorize(request.text(0).orElse(""), now);
    if (fault.isPresent()) {
      refuse(request, fault.get());
    } else {
      link.send(Answers.yes(request));
      if (isFirst) {
        sendWork(true, now);
      }
    }
  }

  private void onSuggestDifficulty(Request request, Moment now) {
    suggest(request, request.params().path(0).asDouble(0), now);
  }

  private void onSuggestTarget(Request request, Moment now) {
    double wanted =
        request
            .text(0)
            .filter(text -> text.matches("[0-9a-fA-F]{1,64}"))
            .map(text -> new BigInteger(text, 16))
            .filter(number -> number.signum() > 0)
            .map(number -> Difficulty.notAbove(Target.of(number)).value())
            .orElse(0.0);
    suggest(request, wanted, now);
  }

  private void suggest(Request request, double wanted, Moment now) {
    if (wanted > 0) {
      link.send(Answers.yes(request));
      variable.suggest(wanted, now.millis());
      sendWorkIfHarderOrEasier(now);
    } else {
      refuse(request, StratumError.other("that is no difficulty"));
    }
  }

  private void onSubmit(Request request, Moment now) {
    Optional<Tally> tally = request.text(0).flatMap(workers::tally);
    Optional<StratumError> fault = submit(request, tally, now);
    if (fault.isPresent()) {
      countRefused(tally, fault.get());
      refuse(request, fault.get());
    } else {
      link.send(Answers.yes(request));
      sendWorkIfHarderOrEasier(now);
    }
  }

  private void countRefused(Optional<Tally> tally, StratumError error) {
    if (tally.isPresent()) {
      tally.get().onRefused(error);
    } else {
      desk.totals().onShare(ShareResult.of(error));
    }
  }

  private Optional<StratumError> submit(Request request, Optional<Tally> tally, Moment now) {
    if (!isSubscribed) {
      return Optional.of(new StratumError(ErrorCode.NOT_SUBSCRIBED, "Not subscribed"));
    }
    Share.Reading reading = Share.read(request.params());
    if (reading.share().isEmpty()) {
      return Optional.of(StratumError.other(reading.fault()));
    }
    if (tally.isEmpty()) {
      return Optional.of(new StratumError(ErrorCode.UNAUTHORIZED, "Unauthorized worker"));
    }
    Share share = reading.share().get();
    Optional<Job> job = jobs.find(share.job());
    return job.isPresent()
        ? judge(share, job.get(), tally.get(), now)
        : Optional.of(new StratumError(ErrorCode.STALE, "Job not found (=stale)"));
  }

  private Optional<StratumError> judge(Share share, Job job, Tally tally, Moment now) {
    OptionalInt version = versionRolling.apply(job.work().version(), share.versionBits());
    if (version.isEmpty()) {
      return Optional.of(StratumError.other("version bits that were not granted"));
    }
    Optional<StratumError> time = job.checkTime(share.time(), now.time());
    if (time.isPresent()) {
      return time;
    }
    Block block = job.block(share, extraNonce1, version.getAsInt());
    if (jobs.hasShare(block.hash())) {
      return Optional.of(new StratumError(ErrorCode.DUPLICATE, "Duplicate share"));
    }
    boolean isBlock = job.work().target().isMetBy(block.hash());
    if (!isBlock && !job.shareTarget().isMetBy(block.hash())) {
      return Optional.of(new StratumError(ErrorCode.LOW_DIFFICULTY, "Low difficulty share"));
    }
    jobs.addShare(block.hash());
    tally.onAccepted(job.difficulty(), now);
    variable.onShare(job.difficulty(), now.millis());
    if (isBlock) {
      submit(block, job.work().round(), share.worker(), tally);
    }
    return Optional.empty();
  }

  private void submit(Block block, Round round, String worker, Tally tally) {
    round
        .submit(block)
        .thenAccept(
            result -> {
              tally.onBlock(result);
              if (result == BlockResult.TIP) {
                desk.onBlock(block, shown(worker));
              }
            });
  }

  /**
   * There is other work than before.
   *
   * @param isNewRound whether shares for the old one are stale
   * @param isClean whether the miner should drop the old one at once
   */
  void onWork(boolean isNewRound, boolean isClean, Moment now) {
    if (isNewRound) {
      jobs.clear();
    }
    sendWork(isClean, now);
  }

  /** Nothing that the miner has counts any more. */
  void forgetWork() {
    jobs.clear();
  }

  /** Call it several times a second. */
  void onTick(Moment now) {
    if (isWorking() && desk.work().isPresent()) {
      withWorkMillis = now.millis();
      variable.onTick(now.millis());
      sendWorkIfHarderOrEasier(now);
    } else {
      variable.restart(now.millis());
      long patienceMillis = isWorking() ? WORKLESS_MILLIS : INTRODUCTION_MILLIS;
      if (now.millis() - withWorkMillis >= patienceMillis) {
        link.close();
      }
    }
  }

  /** Whether the miner has said all that it needs to get work. */
  boolean isWorking() {
    return isSubscribed && !workers.isEmpty();
  }

  private void sendWorkIfHarderOrEasier(Moment now) {
    boolean isOther =
        desk.work()
            .filter(work -> !Optional.of(difficulty(work)).equals(sentDifficulty))
            .isPresent();
    if (isOther) {
      sendWork(false, now);
    }
  }

  private Difficulty difficulty(Work work) {
    return variable.current().min(work.difficulty());
  }

  private void sendWork(boolean isClean, Moment now) {
    if (isWorking()) {
      desk.work().ifPresent(work -> send(work, isClean, now.time()));
    }
  }

  private void send(Work work, boolean isClean, Timestamp now) {
    Difficulty difficulty = difficulty(work);
    if (!Optional.of(difficulty).equals(sentDifficulty)) {
      sentDifficulty = Optional.of(difficulty);
      link.send(Answers.setDifficulty(difficulty));
    }
    Job job = Job.of(jobs.nextId(), work, work.coinbase(workers.recipient()), difficulty);
    jobs.add(job);
    link.send(job.notification(isClean, now));
  }

  private static String shown(String text) {
    String start = text.substring(0, Math.min(text.length(), SHOWN_LENGTH_MAX));
    return start.replaceAll("[^\\x20-\\x7e]", "?");
  }

  double hashesPerSecond(Moment now) {
    return workers.tallies().values().stream()
        .mapToDouble(tally -> tally.hashesPerSecond(now.millis()))
        .sum();
  }

  int workerCount() {
    return workers.count();
  }

  /** Of all workers, the first one first. */
  List<WorkerStatus> statuses(Moment now) {
    return workers.tallies().entrySet().stream()
        .map(worker -> status(shown(worker.getKey()), worker.getValue(), now))
        .toList();
  }

  private WorkerStatus status(String name, Tally tally, Moment now) {
    return new WorkerStatus(
        name,
        agent,
        host,
        workers.recipient(),
        opened.time(),
        tally.lastShareAt(),
        sentDifficulty.map(Difficulty::value).orElse(0.0),
        tally.hashesPerSecond(now.millis()),
        tally.shares(),
        tally.blocks());
  }
}
