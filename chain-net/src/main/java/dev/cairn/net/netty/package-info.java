/**
 * Sockets, TLS and frames: the one place that uses Netty. Read {@link
 * dev.cairn.net.netty.NettyTransport} first, then LinkPipeline, which shows the way of every byte.
 *
 * <p>Handlers translate, they do not decide: what a connection says becomes an event on the engine
 * loop. I/O loops frame, decrypt and decode; the public-key part of TLS handshakes has threads of
 * its own, few of them, so that strangers cannot take more; heavy work of the engine is done by
 * {@link dev.cairn.net.netty.WorkerPool}.
 *
 * <p>Buffers: whole frames are on the heap, in and out; direct memory holds what is between them
 * and the kernel, at most some 100 KiB of a link and 32 KiB of a connection that has not shown its
 * identity.
 *
 * <p>The allocator is Netty's pool rather than its adaptive one. With 64 MiB of direct memory, both
 * ends of 8 links full of 1 MiB messages, of 8 with 64 KiB and of 64 with 256 KiB in one process,
 * the pool had at most 8, 8 and 45 MiB of direct memory (adaptive: 13, 13 and 49) and 32, 8 and 57
 * MiB of the heap (38, 7 and 67); with a thousand silent connections after the last of these, 33
 * against 54 MiB of direct memory. Throughput and CPU did not differ beyond the noise: 4 to 9
 * milliseconds for both ends of 1 MiB with TLS and decoding, two cores of 2.6 GHz, JDK 17, Netty
 * 4.2.18. AllocatorComparison among the tests measures it again.
 */
@NullMarked
package dev.cairn.net.netty;

import org.jspecify.annotations.NullMarked;
