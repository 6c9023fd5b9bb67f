package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Faults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl send}: gives the running rtl a message. */
@Command(
    name = "send",
    description = {
      "Gives the running rtl one message, such as a corrected one that was refused before, and prints"
          + " the answer.",
      "Exit code 1 if the message was refused."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl send message.hl7")
public final class SendCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(
      paramLabel = "FILE",
      description = "An HL7 v2 message (CR or LF ends a segment), or FHIR as JSON.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    byte[] message = message();
    JsonNode sent = rtl.operator().post("messages", type(message), message);
    String outcome = sent.path("outcome").asText();
    System.out.println(
        Texts.printable(
            sent.path("answer").path("code").asText()
                + "  "
                + outcome
                + (sent.path("reason").asText().isEmpty()
                    ? ""
                    : ": " + sent.path("reason").asText())));
    for (JsonNode text : sent.path("answer").path("texts")) {
      System.out.println(OutputFormat.text(text));
    }
    return outcome.equals("quarantined") ? 1 : 0;
  }

  /** The media type of a message. */
  static String type(byte[] message) {
    return message.length > 0 && message[0] == '{' ? "application/fhir+json" : "application/hl7-v2";
  }

  private byte[] message() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read (" + Faults.ofFile(e) + ")");
    }
  }
}
