package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.worklist.CountGroup;
import org.radiologytrust.page.worklist.StateWords;
import org.radiologytrust.settings.ImageUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl status}: the running rtl at a glance. */
@Command(
    name = "status",
    description = {
      "Shows the running rtl at a glance: readiness, counts, queue, deliveries, quarantine, peers.",
      "Exit code 0: ready; 1: not ready; 3: it does not answer."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl status")
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_REACHABLE = 3;

  @ParentCommand private SharedOptions rtl;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table or json (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  @Override
  public Integer call() throws Exception {
    JsonNode status;
    try {
      status = rtl.operator().get("status");
    } catch (OperatorClient.NotReachable e) {
      System.err.println("rtl: " + e.getMessage());
      return NOT_REACHABLE;
    }
    if (format == OutputFormat.JSON) {
      System.out.println(OperatorClient.pretty(status));
    } else {
      print(status, System.out);
    }
    return status.path("ready").asBoolean() ? 0 : 1;
  }

  private static void print(JsonNode status, PrintStream out) {
    line(
        out,
        status.path("ready").asBoolean() ? "ready" : "NOT READY",
        "node " + text(status, "node") + ", " + text(status, "time"));
    for (JsonNode problem : status.path("problems")) {
      line(out, "  " + text(problem, "check"), text(problem, "message"));
    }
    line(
        out,
        "messages",
        text(status, "received")
            + " received: "
            + counts(status.path("messages"))
            + (status.path("countsAddUp").asBoolean() ? "" : "; THE COUNTS DO NOT ADD UP"));
    line(out, "reports", counts(status.path("reports")));
    for (JsonNode open : status.path("open")) {
      line(
          out,
          "  " + text(open, "state"),
          text(open, "reports")
              + (open.has("ageSeconds") ? ", the oldest for " + age(open.path("ageSeconds")) : ""));
    }
    line(out, "worklist", worklist(status.path("worklist")));
    line(out, "queue", "the oldest run has waited for " + age(status.path("queueAgeSeconds")));
    status
        .path("deliveries")
        .properties()
        .forEach(sink -> line(out, "to " + sink.getKey(), counts(sink.getValue())));
    for (JsonNode refused : status.path("refused")) {
      line(
          out,
          "  refused",
          "%s by %s since %s (%s); %s later ones of the same reports wait for them"
              .formatted(
                  text(refused, "deliveries"),
                  text(refused, "sink"),
                  text(refused, "since"),
                  text(refused, "error").isEmpty() ? "no code" : text(refused, "error"),
                  text(refused, "behind")));
    }
    line(out, "quarantine", text(status.path("messages"), "quarantined"));
    for (JsonNode held : status.path("quarantine")) {
      line(out, "  " + text(held, "id"), text(held, "received") + "  " + text(held, "reason"));
    }
    if (text(status, "images").equals(ImageUse.NEVER.code())) {
      line(out, "images", ImageUse.TEXT_ONLY);
    }
    for (JsonNode model : status.path("models")) {
      line(
          out,
          "model server",
          "%s: %s, %s of %s calls"
              .formatted(
                  text(model, "server"),
                  text(model, "breaker").equals("closed") ? "in use" : "resting after failures",
                  text(model, "callsInFlight"),
                  text(model, "slots")));
    }
    for (JsonNode feed : status.path("feeds")) {
      line(
          out,
          "last message",
          text(feed, "last") + " by " + text(feed, "channel") + " from " + text(feed, "site"));
    }
    status
        .path("routeNodes")
        .properties()
        .forEach(route -> line(out, "route", route.getKey() + " on " + route.getValue().asText()));
  }

  private static void line(PrintStream out, String what, String text) {
    out.println(Texts.printable("%-16s %s".formatted(what, text)));
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asText();
  }

  /** In the words of the page; what was checked and what was not are told apart. */
  private static String worklist(JsonNode counts) {
    List<String> all = new ArrayList<>();
    for (CountGroup group : CountGroup.ALL) {
      List<String> states = new ArrayList<>();
      group
          .states()
          .forEach(
              state ->
                  states.add(
                      text(counts, state.code())
                          + " "
                          + StateWords.of(state).toLowerCase(Locale.ENGLISH)));
      all.add(group.title().toLowerCase(Locale.ENGLISH) + ": " + String.join(", ", states));
    }
    String trial = text(counts, State.TRIAL.code());
    return String.join("; ", all)
        + "; "
        + text(counts, State.WITHDRAWN.code())
        + " withdrawn"
        + (trial.isEmpty() || trial.equals("0") ? "" : "; " + trial + " in the trial");
  }

  private static String counts(JsonNode counts) {
    List<String> all = new ArrayList<>();
    counts.properties().forEach(count -> all.add(count.getValue().asText() + " " + count.getKey()));
    return String.join(", ", all);
  }

  private static String age(JsonNode seconds) {
    return Texts.duration(Duration.ofSeconds(seconds.asLong()));
  }
}
