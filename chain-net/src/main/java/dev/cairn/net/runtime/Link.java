package dev.cairn.net.runtime;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;

/**
 * What is known of a connection once it is encrypted and both identities are proven.
 *
 * @param remote the key that the other side has proven to hold
 * @param address of the other side; when it dialled, its port is a temporary one
 * @param isOutbound whether this side dialled
 * @param localCertificateHash SHA-256 of the key of our certificate (SubjectPublicKeyInfo, DER)
 * @param remoteCertificateHash the same of theirs
 */
public record Link(
    LinkId id,
    NodeId remote,
    PeerAddress address,
    boolean isOutbound,
    Bytes localCertificateHash,
    Bytes remoteCertificateHash) {}
