/** What a valid chain is: values, formats, rules, the ledger and the chain, without any I/O. */
module dev.cairn.core {
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports dev.cairn.core.block;
  exports dev.cairn.core.chain;
  exports dev.cairn.core.codec;
  exports dev.cairn.core.key;
  exports dev.cairn.core.ledger;
  exports dev.cairn.core.mempool;
  exports dev.cairn.core.mining;
  exports dev.cairn.core.network;
  exports dev.cairn.core.transaction;
  exports dev.cairn.core.validation;
  exports dev.cairn.core.value;
  exports dev.cairn.core.verdict;
  exports dev.cairn.core.work;
}
