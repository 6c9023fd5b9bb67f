package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.model.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl quarantine}: messages that could not be used. */
@Command(
    name = "quarantine",
    description = "Lists, shows, releases and discards messages that could not be used.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl quarantine release --all --reason OBR-4 --dry-run",
    subcommands = {
      QuarantineCommand.ListHeld.class,
      QuarantineCommand.Show.class,
      QuarantineCommand.Release.class,
      QuarantineCommand.Discard.class
    })
public final class QuarantineCommand {
  private static final int ALL = 1_000_000;
  private static final List<String> COLUMNS =
      List.of("id", "received", "channel", "site", "controlId", "repeats", "size", "reason");

  @ParentCommand private SharedOptions rtl;

  /** Which messages in quarantine. */
  static final class Selection {
    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Those whose reason has this text.")
    private @Nullable String reason;

    @Mixin private ReceivedOptions received;

    List<JsonNode> read(OperatorClient client, int limit) throws IOException, InterruptedException {
      Map<String, @Nullable String> query = new LinkedHashMap<>();
      query.put("state", "quarantined");
      received.addTo(query);
      // the text is looked for here, so the limit counts only what has it
      List<JsonNode> held = Pages.read(client, "messages", query, reason == null ? limit : ALL);
      return held.stream()
          .filter(m -> reason == null || m.path("reason").asText().contains(reason))
          .limit(limit)
          .toList();
    }

    boolean isEmpty() {
      return reason == null && received.isEmpty();
    }
  }

  /** {@code rtl quarantine list}. */
  @Command(
      name = "list",
      description = "Lists messages in quarantine, newest first, with the reason.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl quarantine list --since 10:00")
  static final class ListHeld implements Callable<Integer> {
    @ParentCommand private QuarantineCommand parent;
    @Mixin private Selection selection;

    @Mixin private ListOptions listed;

    @Override
    public Integer call() throws Exception {
      listed.print(COLUMNS, selection.read(parent.rtl.operator(), listed.limit()));
      return 0;
    }
  }

  /** {@code rtl quarantine show}: as {@code rtl show}. */
  @Command(
      name = "show",
      description = "Shows what happened to a message, as rtl show.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl quarantine show 0f3c9a7e5b2d1846-9c01d7aa --bytes")
  static final class Show implements Callable<Integer> {
    @ParentCommand private QuarantineCommand parent;

    @Parameters(paramLabel = "ID", description = "Id of the message, as list shows it.")
    private String id;

    @Option(names = "--bytes", description = "Print the message itself, which is patient data.")
    private boolean bytes;

    @Option(
        names = "--save",
        paramLabel = "FILE",
        description = "Write the exact bytes of the message to a new file.")
    private @Nullable Path save;

    @Override
    public Integer call() throws Exception {
      return ShowCommand.run(parent.rtl.operator(), id, bytes, save, OutputFormat.TABLE);
    }
  }

  /** {@code rtl quarantine release}. */
  @Command(
      name = "release",
      description = {
        "Reads messages again with today's settings and mappings, for example after a mapping was"
            + " corrected. What is still unusable stays, with the new reason.",
        "Exit code 1 if a message was not released."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  rtl quarantine release 0f3c9a7e5b2d1846-9c01d7aa",
        "  rtl quarantine release --all --reason OBR-4 --dry-run"
      })
  static final class Release implements Callable<Integer> {
    @ParentCommand private QuarantineCommand parent;
    @Mixin private Selection selection;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids, as list shows them.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All messages in quarantine that the options select.")
    private boolean all;

    @Option(names = "--dry-run", description = "Show what would happen, and change nothing.")
    private boolean dry;

    @Override
    public Integer call() throws Exception {
      if (all != ids.isEmpty() || !all && !selection.isEmpty()) {
        throw new CommandFailure("give ids, or --all with or without options that select");
      }
      OperatorClient client = parent.rtl.operator();
      List<String> chosen =
          all ? selection.read(client, ALL).stream().map(m -> m.path("id").asText()).toList() : ids;
      String path = "/release" + (dry ? "?dry-run=true" : "");
      int code = decide(client, chosen, path);
      if (dry) {
        System.out.println("Nothing was changed.");
      }
      return code;
    }
  }

  /** {@code rtl quarantine discard}. */
  @Command(
      name = "discard",
      description = {
        "Drops messages for good. They count as ignored, and their senders get AA from then on.",
        "Exit code 1 if a message was not discarded."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl quarantine discard 0f3c9a7e5b2d1846-9c01d7aa")
  static final class Discard implements Callable<Integer> {
    @ParentCommand private QuarantineCommand parent;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, as list shows them.")
    private List<String> ids = List.of();

    @Override
    public Integer call() throws Exception {
      return decide(parent.rtl.operator(), ids, "/discard");
    }
  }

  /** One request for each message: what is done stays done if a later one fails. */
  private static int decide(OperatorClient client, List<String> ids, String operation)
      throws IOException, InterruptedException {
    int code = 0;
    for (String id : ids) {
      String told;
      try {
        JsonNode decided = client.post("quarantine/" + OperatorClient.encoded(id) + operation);
        String outcome = decided.path("outcome").asText();
        String reason = decided.path("reason").asText();
        told = outcome + (reason.isEmpty() ? "" : ": " + reason);
        code = outcome.equals("quarantined") ? 1 : code;
      } catch (CommandFailure e) {
        told = "not possible: " + e.getMessage();
        code = 1;
      }
      System.out.println(id + "  " + Texts.printable(told));
    }
    if (ids.isEmpty()) {
      System.out.println("No message in quarantine is selected.");
    }
    return code;
  }
}
