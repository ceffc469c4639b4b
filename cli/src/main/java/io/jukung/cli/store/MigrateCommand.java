package io.jukung.cli.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.cli.EncryptionOptions;
import io.jukung.cli.EtcdAccess;
import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.registry.catalog.Catalog;
import io.jukung.storage.StoreException;
import io.jukung.storage.migrate.Migration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jukung store migrate}. */
@Command(
    name = "migrate",
    description = {
      "Moves all objects from an etcd into a data folder, or the other way.",
      "Run it as often as you like while the source serves: each run copies what differs and"
          + " compares hashes of both sides. Then stop every API server on the source and run it"
          + " with --finish: it copies the rest, closes the source for Jukung and opens the target."
          + " Into a data folder, objects keep their resourceVersion; into an etcd they get higher"
          + " ones. A running embedded store is a source by its etcd API (--serve-etcd)."
    },
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;
  @Mixin private EtcdAccess access;
  @Mixin private EncryptionOptions encryption;

  @Option(
      names = "--from",
      paramLabel = "SIDE",
      required = true,
      description = "raft (the data folder), etcd://HOST:PORT[,...] or etcds://HOST:PORT[,...].")
  private String from;

  @Option(names = "--to", paramLabel = "SIDE", required = true, description = "The other one.")
  private String to;

  @Option(names = "--finish", description = "Ends the migration; the source must be at rest.")
  private boolean finish;

  @Option(
      names = "--overwrite",
      description = "Fills an etcd that holds other objects, which are lost.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (from.equals(to)) {
      throw new StartFailure(ExitCode.USAGE, "--from and --to are the same");
    }
    Places places =
        new Places(
            options.dataDir(),
            access,
            Catalog.load(),
            encryption.start(),
            encryption.encryptSecrets());
    try (places;
        Side source = places.side(from);
        Destination destination = destination(source, places)) {
      ObjectNode report = migrate(source, destination);
      options.print(spec.commandLine().getOut(), report);
      return ExitCode.OK.status();
    } catch (StoreException e) {
      throw new StartFailure(ExitCode.FAULT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new StartFailure(ExitCode.DATA_DIR_UNUSABLE, String.valueOf(e.getMessage()));
    }
  }

  private Destination destination(Side source, Places places) {
    if (source instanceof Side.Etcd etcd && etcd.etcd().get(Marks.FILLING).isPresent()) {
      throw new StartFailure(ExitCode.STORE_MOVED, "a migration into " + from + " is not finished");
    }
    return places.destination(to, source, overwrite);
  }

  private ObjectNode migrate(Side source, Destination destination) throws IOException {
    Migration migration =
        new Migration(source.objects(), Destination.OBJECTS, destination.target(), this::progress);
    Migration.Synced synced = migration.sync();
    if (!finish) {
      return report(synced, verified(migration, synced))
          .put("finished", false)
          .put("next", "stop all API servers on " + from + ", then run this again with --finish");
    }
    if (source instanceof Side.Etcd) {
      source.closeFor(to + " " + options.dataDir());
      synced = migration.sync();
    }
    String hash = verified(migration, synced);
    long now = source.objects().readBarrier();
    if (now != synced.revision()) {
      source.reopen();
      throw new StartFailure(
          ExitCode.USAGE,
          from + " is still written to: stop all API servers on it, then run this again");
    }
    if (source instanceof Side.Raft) {
      source.closeFor(to);
    }
    // Whatever fails from here on, both sides say that they are not to be used.
    destination.finish(synced.revision());
    ObjectNode report = report(synced, hash).put("finished", true);
    return source instanceof Side.Etcd
        ? report.put(
            "note",
            "a kube-apiserver could still write to " + from + ", which nothing reads any more")
        : report;
  }

  private String verified(Migration migration, Migration.Synced synced) {
    List<String> hashes = migration.hashes(synced.revision());
    if (!hashes.get(0).equals(hashes.get(1))) {
      throw new StartFailure(
          ExitCode.STORE_DAMAGED, "after the copy the hashes differ: " + String.join(", ", hashes));
    }
    return hashes.get(0);
  }

  private static ObjectNode report(Migration.Synced synced, String hash) {
    return AdminSocket.JSON
        .createObjectNode()
        .put("revision", synced.revision())
        .put("keys", synced.keys())
        .put("written", synced.written())
        .put("deleted", synced.deleted())
        .put("hash", hash);
  }

  private void progress(long keys) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        keys == 0
            ? "jukung: history was compacted meanwhile; looking at what changed since"
            : "jukung: " + keys + " keys");
    err.flush();
  }
}
