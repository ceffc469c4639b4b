package io.jukung.cli;

import io.jukung.cli.store.AdminCalls;
import io.jukung.controllers.ControllerManager;
import io.jukung.controllers.ControllerOptions;
import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.raftstore.Peering;
import io.jukung.raftstore.RaftStore;
import io.jukung.registry.bootstrap.AddressRepair;
import io.jukung.registry.bootstrap.Bootstrap;
import io.jukung.registry.bootstrap.BootstrapConfig;
import io.jukung.registry.bootstrap.NodePortRepair;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.Types;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.encryption.EncryptionConfig;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.RegistryConfig;
import io.jukung.registry.strategy.core.StoredServiceAllocations;
import io.jukung.server.ApiServer;
import io.jukung.server.ServerConfig;
import io.jukung.server.VersionInfo;
import io.jukung.server.health.HealthCheck;
import io.jukung.server.pki.Pki;
import io.jukung.storage.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All the rooms of one process, put together with {@code new}, top to bottom, and stopped in
 * reverse.
 */
final class ControlPlane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

  /** Upstream's. */
  private static final Duration REPAIR_INTERVAL = Duration.ofMinutes(3);

  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final ApiServer server;

  private ControlPlane(Settings settings) throws Exception {
    this.settings = settings;
    int port = Ports.reserve(settings.bindAddress(), settings.securePort());
    try {
      Optional<EncryptionAtRest> asked = settings.encryption().map(this::encryption);
      ServerConfig config = serverConfig(port, checks(asked));
      Catalog catalog = Catalog.load();
      Peers peers = new Peers(settings, clock, random);
      boolean begins = peers.begins();
      Optional<Peering> peering = Optional.empty();
      if (peers.any()) {
        peers.fetchKeys();
        var _ = ApiServer.pki(config, clock, random).ensure();
        peering = Optional.of(peers.peering());
      }
      if (settings.serveEtcd().isPresent()) {
        ServedEtcd.ensureFiles(settings, clock, random);
      }
      Store opened = openStoreAndKeys(config, peering);
      Optional<EncryptionAtRest> encryption =
          asked.isPresent() ? asked : folderEncryption(opened, begins);
      if (asked.isPresent() && FolderEncryption.of(settings.dataDir()).isPresent()) {
        LOG.warn(
            "--encryption-provider-config is read instead of DIR/pki/encryption.yaml;"
                + " what that encrypted is readable if its keys are in both");
      }
      Store store = Stores.readable(settings, opened, catalog, encryption);
      if (opened instanceof RaftStore embedded) {
        started(
            AdminCalls.serve(
                settings.dataDir(),
                embedded,
                (at, learner) -> peers.invite(embedded, at, learner)));
        if (peering.isPresent()) {
          peers.meet(embedded, peering.get());
        }
        if (settings.serveEtcd().isPresent()) {
          started(ServedEtcd.start(settings, embedded));
        }
      }
      Registry registry = started(registry(catalog, store));
      server = started(new ApiServer(config, catalog, store, registry, clock, random));
      if (opened instanceof RaftStore embedded) {
        server.gauge(
            "jukung_store_members_with_other_state",
            "Members whose state had another hash than this one's when last compared.",
            () -> embedded.group().lastCheck().map(check -> check.different().size()).orElse(0));
      }
      encryption.ifPresent(server::show);
      bootstrap(store, catalog, config);
      registry.start();
      server.start();
      if (settings.controllers()) {
        startControllers();
      }
    } catch (ConfigException e) {
      close();
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything; the API answers when this returns.
   *
   * @throws StartFailure when the surroundings don't allow it
   */
  static ControlPlane start(Settings settings) throws Exception {
    return new ControlPlane(settings);
  }

  /** Where clients on this machine reach the API. */
  String url() {
    return server.url();
  }

  Path adminKubeconfig() {
    return server.adminKubeconfig();
  }

  private <T extends AutoCloseable> T started(T room) {
    running.push(room);
    return room;
  }

  /**
   * Opens the store. A new folder's keys are made meanwhile, which takes about as long; in an old
   * folder nothing is touched before the store has locked it.
   */
  private Store openStoreAndKeys(ServerConfig config, Optional<Peering> peering) throws Exception {
    if (Files.exists(config.dataDir().resolve("pki"))) {
      return started(Stores.open(settings, peering));
    }
    FutureTask<Pki.State> keys = new FutureTask<>(ApiServer.pki(config, clock, random)::ensure);
    Thread.ofPlatform().name("jukung-keys").start(keys);
    Store store = started(Stores.open(settings, peering));
    keys.get();
    return store;
  }

  private Registry registry(Catalog catalog, Store store) {
    List<String> ranges = List.of(settings.serviceClusterIpRange());
    return new Registry(
        catalog,
        store,
        RegistryConfig.DEFAULT,
        clock,
        random,
        new StoredServiceAllocations(store, ranges, random));
  }

  private EncryptionAtRest encryption(EncryptionConfig config) {
    return started(EncryptionOptions.start(config));
  }

  /**
   * As the folder says; a new embedded store gets a key first. One that has revisions keeps what it
   * has, as its other members do.
   */
  private Optional<EncryptionAtRest> folderEncryption(Store opened, boolean begins)
      throws IOException {
    if (!(opened instanceof RaftStore)) {
      return Optional.empty();
    }
    boolean fresh = begins && opened.revision() <= 1;
    return (fresh && settings.encryptSecrets()
            ? Optional.of(FolderEncryption.make(settings.dataDir(), random))
            : FolderEncryption.of(settings.dataDir()))
        .map(this::encryption);
  }

  private static List<HealthCheck> checks(Optional<EncryptionAtRest> encryption) {
    return encryption
        .filter(EncryptionAtRest::checked)
        .map(keys -> List.of(new HealthCheck("kms-providers", keys::failure)))
        .orElse(List.of());
  }

  private ServerConfig serverConfig(int port, List<HealthCheck> checks) {
    try {
      return new ServerConfig(
          settings.dataDir(),
          settings.bindAddress(),
          port,
          settings.advertiseAddress(),
          settings.serviceClusterIpRange(),
          settings.tokenAuthFile(),
          List.of(),
          settings.flow().reading(),
          settings.flow().writing(),
          settings.flow().priorityAndFairness(),
          settings.flow().limits(),
          settings.tls(),
          settings.serving(),
          settings.access(),
          SHUTDOWN_TIMEOUT,
          VersionInfo.of(new Version().gitVersion()),
          settings.kubeletCertificateAuthority(),
          settings.aggregatorRouting(),
          settings.audit(),
          settings.features(),
          checks);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private void bootstrap(Store store, Catalog catalog, ServerConfig config)
      throws IOException, GeneralSecurityException {
    CanonicalJson json = new CanonicalJson(Types.of(catalog));
    new Bootstrap(store, catalog, json::encode, clock, UUID::randomUUID)
        .ensure(
            new BootstrapConfig(
                List.of(config.serviceClusterIpRange()),
                config.securePort(),
                server.extensionAuthentication()));
    AddressRepair repair = new AddressRepair(store, catalog, json::encode, clock, UUID::randomUUID);
    NodePortRepair portRepair = new NodePortRepair(store, catalog, json::encode);
    Runnable repairs =
        () -> {
          int _ = repair.run();
          boolean _ = portRepair.run();
        };
    repairs.run();
    started(Periodic.start("jukung-service-repair", REPAIR_INTERVAL, repairs));
  }

  private void startControllers() throws IOException {
    // The data folder is held by one process at a time: whoever has it may take its own lease up
    // again after a crash, and need not wait until it has run out.
    UUID folder =
        UUID.nameUUIDFromBytes(
            settings.dataDir().toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    ControllerOptions options =
        new ControllerOptions(
            authority(),
            List.of("*"),
            true,
            true,
            ControllersCommand.identity(folder.toString()),
            new TypeChecks(),
            Optional.of(
                ClusterSigning.of(
                    new ClusterSigning.Authority(pki("ca.crt"), pki("ca.key")),
                    ClusterSigning.DEFAULT_DURATION)));
    started(
            new ControllerManager(
                server.controllerManagerKubeconfig(), new Version().gitVersion(), options, clock))
        .start();
  }

  private String authority() throws IOException {
    return Files.readString(pki("ca.crt"));
  }

  private Path pki(String file) {
    return settings.dataDir().resolve("pki").resolve(file);
  }

  /**
   * Stops all rooms, the last started first; one that fails to stop does not keep the others up.
   */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable room = running.pop();
      try {
        room.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("room={} did not stop cleanly", room.getClass().getSimpleName(), e);
      }
    }
  }
}
