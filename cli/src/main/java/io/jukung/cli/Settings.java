package io.jukung.cli;

import io.jukung.registry.encryption.EncryptionConfig;
import io.jukung.registry.envelope.StorageMediaType;
import io.jukung.server.FeatureGate;
import io.jukung.server.access.AccessConfig;
import io.jukung.server.audit.AuditConfig;
import io.jukung.server.http.TlsRules;
import io.jukung.server.limits.ServerLimits;
import io.jukung.server.serving.ServingFiles;
import io.jukung.storage.etcd.EtcdStoreConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How to run, as the command line says.
 *
 * @param dataDir prepared: there, and writable
 * @param advertiseAddress what clients inside the cluster are told; empty finds out
 * @param access how callers are known and what they may do
 * @param etcd the etcd to keep objects in; empty keeps them in the data folder
 * @param etcdPrefix what all keys in the etcd begin with
 * @param storageMediaType what objects are written as in the etcd
 * @param encryption how values are encrypted; empty is as the folder says
 * @param encryptSecrets whether a new embedded store gets a key of its own
 * @param audit which requests are written down, and where
 * @param flow how many requests run at once
 * @param tls which TLS is spoken
 * @param serving certificates to serve with
 * @param serveEtcd where to serve the etcd API; empty does not
 * @param controllers whether the controllers run in this process too
 * @param kubeletCertificateAuthority what kubelets are verified by; empty verifies none; its file
 *     may be made by the start itself
 * @param aggregatorRouting whether servers behind APIServices are called at their endpoints
 * @param features gates that are open beyond the default ones
 * @param peers the other members of the embedded store; empty is as the folder says
 */
record Settings(
    Path dataDir,
    String bindAddress,
    int securePort,
    Optional<String> advertiseAddress,
    Optional<Path> tokenAuthFile,
    String serviceClusterIpRange,
    AccessConfig access,
    Optional<EtcdStoreConfig> etcd,
    String etcdPrefix,
    StorageMediaType storageMediaType,
    Optional<EncryptionConfig> encryption,
    boolean encryptSecrets,
    AuditConfig audit,
    Flow flow,
    TlsRules tls,
    ServingFiles serving,
    Optional<InetSocketAddress> serveEtcd,
    boolean controllers,
    Optional<Path> kubeletCertificateAuthority,
    boolean aggregatorRouting,
    Set<FeatureGate> features,
    Optional<PeerPlan> peers) {

  /** How many requests run at once, whether levels share them, and what clients may hold. */
  record Flow(boolean priorityAndFairness, int reading, int writing, ServerLimits limits) {}
}
