package io.jukung.cli.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.cli.ExitCode;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jukung store members}. */
@Command(
    name = "members",
    description = "Shows and changes the members that share a store; needs the server to run.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class MembersCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Prints each member's name, address and role.",
      mixinStandardHelpOptions = true)
  int list(@Mixin StoreOptions options) {
    return print(options, options.ask(StoreOptions.call("members")));
  }

  @Command(
      name = "add",
      description = {
        "Prints the options with which another server joins, good for a day. The server keeps"
            + " running; it begins to listen for members if it does not yet. The new member is"
            + " brought up to date before it votes."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Mixin StoreOptions options,
      @Option(
              names = "--peer-advertise",
              paramLabel = "HOST:PORT",
              description = "Where other members reach this one, when it is alone so far.")
          Optional<String> advertise,
      @Option(
              names = "--learner",
              description =
                  "The new member gets everything and serves, but has no vote until it is"
                      + " promoted.")
          boolean learner) {
    ObjectNode call = StoreOptions.call("members add").put("learner", learner);
    Optional.ofNullable(advertise)
        .flatMap(given -> given)
        .ifPresent(given -> call.put("advertise", given));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "jukung server --data-dir NEW_DIR --peer-advertise ITS_HOST:PORT "
            + options.ask(call).path("options").asText());
    out.flush();
    return ExitCode.OK.status();
  }

  @Command(
      name = "promote",
      description = "Gives a learner a vote; refused while it is not in sync with the leader.",
      mixinStandardHelpOptions = true)
  int promote(
      @Mixin StoreOptions options, @Parameters(paramLabel = "NAME", index = "0") String name) {
    return print(options, options.ask(StoreOptions.call("members promote").put("name", name)));
  }

  @Command(
      name = "remove",
      description = "Removes a member, which may be lost or this one.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin StoreOptions options, @Parameters(paramLabel = "NAME", index = "0") String name) {
    return print(options, options.ask(StoreOptions.call("members remove").put("name", name)));
  }

  private int print(StoreOptions options, ObjectNode answer) {
    options.print(spec.commandLine().getOut(), answer);
    return ExitCode.OK.status();
  }
}
