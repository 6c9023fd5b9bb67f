package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl erase}: erases a report or a patient, after two people said so. */
@Command(
    name = "erase",
    description = {
      "Erases a report or a patient: shows what would go, stores a request, and carries it out when"
          + " another person confirms it.",
      "What it reaches and what it does not: docs/operate.md."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  rtl erase --report 87702024-4526-5d77-9206-b00baa7805a6",
      "  rtl erase --report A4711 --request --reason case-12 --user ann",
      "  rtl erase --confirm 3f0c27f4-4c1e-4d43-8f0e-6d0a5b1c9e11 --user ben",
      "  rtl erase --list"
    })
public final class EraseCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "kind",
          "state",
          "requested",
          "requestedBy",
          "confirmedBy",
          "ended",
          "fhirOpen",
          "reason");

  @ParentCommand private SharedOptions rtl;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** Exactly one of these. */
  static final class What {
    @Option(
        names = "--report",
        paramLabel = "ID",
        description = "Id of a report, version or run, or an accession number.")
    private @Nullable String report;

    @Option(
        names = "--patient",
        paramLabel = "SYSTEM|ID",
        description = "Assigning authority and id; |ID with --site if it has no authority.")
    private @Nullable String patient;

    @Option(names = "--confirm", paramLabel = "REQUEST", description = "Carry a request out.")
    private @Nullable String confirm;

    @Option(names = "--withdraw", paramLabel = "REQUEST", description = "End a request.")
    private @Nullable String withdraw;

    @Option(names = "--list", description = "List requests, newest first.")
    private boolean list;
  }

  @Option(names = "--site", paramLabel = "SITE", description = "Site of an id without authority.")
  private @Nullable String site;

  @Option(names = "--request", description = "Store a request; without it nothing is changed.")
  private boolean request;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, in words that name nobody: they are kept.")
  private @Nullable String reason;

  @Mixin private PersonOptions person;

  @Mixin private ListOptions listed;

  @Override
  public Integer call() throws Exception {
    if (request != (reason != null)) {
      throw new CommandFailure("--request and --reason belong together");
    }
    OperatorClient client = person.client(rtl);
    if (what.list) {
      List<JsonNode> rows = new ArrayList<>();
      client.get("erasures?limit=" + listed.limit()).path("erasures").forEach(rows::add);
      listed.print(COLUMNS, rows);
    } else if (what.confirm != null) {
      done(client.post("erasures/" + OperatorClient.encoded(what.confirm) + "/confirm"));
    } else if (what.withdraw != null) {
      done(client.post("erasures/" + OperatorClient.encoded(what.withdraw) + "/withdraw"));
    } else if (request) {
      done(post(client, "erasures"));
    } else {
      System.out.println(OperatorClient.pretty(post(client, "erasures/plan")));
    }
    return 0;
  }

  private JsonNode post(OperatorClient client, String path)
      throws IOException, InterruptedException {
    Map<String, String> asked = new LinkedHashMap<>();
    put(asked, "report", what.report);
    put(asked, "patient", what.patient);
    put(asked, "site", site);
    put(asked, "reason", reason);
    return client.post(path, "application/json", JSON.writeValueAsBytes(asked));
  }

  private static void put(Map<String, String> asked, String name, @Nullable String value) {
    if (value != null) {
      asked.put(name, value);
    }
  }

  private static void done(JsonNode erasure) {
    System.out.println(
        OutputFormat.text(erasure.path("id")) + "  " + OutputFormat.text(erasure.path("state")));
    if (!erasure.path("rows").isEmpty()) {
      System.out.println(OperatorClient.pretty(erasure));
    }
  }
}
