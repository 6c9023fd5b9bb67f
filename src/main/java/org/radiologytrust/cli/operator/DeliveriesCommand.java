package org.radiologytrust.cli.operator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl deliveries}: audits and decisions on their way to the sinks. */
@Command(
    name = "deliveries",
    description =
        "Lists deliveries of audits and decisions, and sends those again that were given up.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl deliveries list --state dead",
    subcommands = {DeliveriesCommand.ListAll.class, DeliveriesCommand.Resend.class})
public final class DeliveriesCommand {
  @ParentCommand private SharedOptions rtl;

  /** {@code rtl deliveries list}. */
  @Command(
      name = "list",
      description = "Lists deliveries, those of the newest audits first.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl deliveries list --sink fhir --state dead")
  static final class ListAll implements Callable<Integer> {
    @ParentCommand private DeliveriesCommand parent;

    @Option(names = "--sink", paramLabel = "SINK", description = "Such as fhir or kafka.")
    private @Nullable String sink;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "held, pending, sent, dead or overtaken.")
    private @Nullable String state;

    @Mixin private ListOptions listed;

    @Override
    public Integer call() throws Exception {
      Map<String, @Nullable String> query = new LinkedHashMap<>();
      query.put("sink", sink);
      query.put("state", state);
      listed.print(
          List.of("id", "sink", "state", "attempts", "nextTry", "reason"),
          Pages.read(parent.rtl.operator(), "deliveries", query, listed.limit()));
      return 0;
    }
  }

  /** {@code rtl deliveries resend}. */
  @Command(
      name = "resend",
      description =
          "Sends deliveries again that were given up (state dead), after the sink was put right.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  rtl deliveries resend 74a0cd8e-6a4f-5d6a-a1f9-6f3f6a35a2f1 --sink fhir",
        "  rtl deliveries resend --all --sink fhir"
      })
  static final class Resend implements Callable<Integer> {
    @ParentCommand private DeliveriesCommand parent;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Id, as list shows it.")
    private @Nullable String id;

    @Option(names = "--all", description = "All dead deliveries of the sink.")
    private boolean all;

    @Option(
        names = "--sink",
        required = true,
        paramLabel = "SINK",
        description = "Such as fhir or kafka.")
    private String sink;

    @Override
    public Integer call() throws Exception {
      if (all == (id != null)) {
        throw new CommandFailure("give one id, or --all");
      }
      String to = OperatorClient.encoded(sink);
      String path =
          id == null
              ? "deliveries/resend?sink=" + to
              : "deliveries/" + OperatorClient.encoded(id) + "/" + to + "/resend";
      System.out.println(
          parent.rtl.operator().post(path).path("queued").asInt() + " queued to be sent again");
      return 0;
    }
  }
}
