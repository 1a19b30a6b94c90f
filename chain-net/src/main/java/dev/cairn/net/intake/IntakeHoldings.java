package dev.cairn.net.intake;

/**
 * What is under way in the intake. Of what is counted for each peer, the most that any one has.
 *
 * @param jobs blocks and transactions of all, this program's own among them
 * @param jobsPerPeer those of one peer
 * @param jobBytesPerPeer the same in bytes
 * @param unapplied blocks that were taken and not applied yet, with who sent them
 */
public record IntakeHoldings(int jobs, int jobsPerPeer, long jobBytesPerPeer, int unapplied) {}
