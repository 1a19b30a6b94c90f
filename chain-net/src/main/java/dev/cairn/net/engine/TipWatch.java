package dev.cairn.net.engine;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.intake.ChainIntake;
import dev.cairn.net.session.UpgradePlan;

/** Hears of the chain for the engine. Confined to the engine loop. */
final class TipWatch implements ChainListener {

  private final UpgradePlan plan;
  private final LinkKeeper links;
  private final ChainIntake intake;
  private final Parts parts;
  private final Later later;
  private final EngineListener listener;
  private Bytes rules;

  TipWatch(
      UpgradePlan plan,
      Chain chain,
      LinkKeeper links,
      ChainIntake intake,
      Parts parts,
      Later later,
      EngineListener listener) {
    this.plan = plan;
    this.links = links;
    this.intake = intake;
    this.parts = parts;
    this.later = later;
    this.listener = listener;
    rules = plan.rulesAt(chain.tip().height());
  }

  @Override
  public void onDisconnected(ChainedHeader header, Block block) {
    later.add(() -> parts.onDisconnected(header, block));
  }

  @Override
  public void onConnected(ChainedHeader header, Block block) {
    intake.onConnected(header.hash());
    later.add(() -> parts.onConnected(header, block));
  }

  @Override
  public void onTip(Tip tip, int disconnected) {
    later.add(() -> tell(tip, disconnected));
  }

  private void tell(Tip tip, int disconnected) {
    parts.onTip(tip, disconnected);
    listener.onTip(tip, disconnected);
    if (disconnected > ChainLimits.DEEP_REORGANISATION_BLOCKS) {
      listener.onDeepReorganisation(tip, disconnected);
    }
    Bytes now = plan.rulesAt(tip.height());
    if (!now.equals(rules)) {
      rules = now;
      links.onRulesChanged();
    }
  }

  @Override
  public void onLateVerdict(BlockHeader header, Origin origin, Verdict verdict) {
    links.openFrom(origin).ifPresent(session -> intake.onLateVerdict(header, verdict, session));
  }

  @Override
  public void onCondemned(BlockHeader header, Rejection why) {
    intake.onCondemned(header.hash(), why);
  }
}
