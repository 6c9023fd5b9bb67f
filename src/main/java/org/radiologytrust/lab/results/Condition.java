package org.radiologytrust.lab.results;

import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * How cases were asked: the content of a condition's {@code condition.json}. Results of one folder
 * all come from the same condition; another one gets a folder of its own.
 *
 * @param name as the command line names it, such as {@code lora}
 * @param model the model's name at the server
 * @param digest of the model at the server
 * @param fewShot examples before each prompt
 * @param grammar whether the server was given the schema to hold the answer to
 * @param steps the steps that were asked
 * @param prompts SHA-256 of all prompts and schemas of the steps
 * @param mostTokens longest answer; one that is longer counts as none
 * @param engine version of the product
 */
public record Condition(
    String name,
    String model,
    String digest,
    int fewShot,
    boolean grammar,
    List<String> steps,
    String prompts,
    int mostTokens,
    String engine) {
  public Condition {
    digest = Texts.orEmpty(digest);
    steps = Texts.copy(steps);
  }

  /** The name with what was different about it, for tables. */
  public String title() {
    return name
        + (fewShot == 0 ? "" : ", " + fewShot + " examples")
        + (grammar ? ", grammar" : ", no grammar");
  }
}
