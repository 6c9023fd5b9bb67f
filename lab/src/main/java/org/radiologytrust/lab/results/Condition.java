package org.radiologytrust.lab.results;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;
import org.radiologytrust.pipeline.step.Ask;

/**
 * How the models were asked: the content of {@code condition.json}. Each condition has its own
 * folder of results.
 *
 * @param name as the command line names it, such as {@code lora}
 * @param model the model's name at the server
 * @param digest of the model at the server
 * @param fewShot examples before each prompt
 * @param grammar whether the server constrained the answer to the schema
 * @param steps names of the steps that were asked
 * @param prompts SHA-256 of all prompts and schemas of the steps
 * @param mostTokens limit for an answer; a longer answer counts as none
 * @param engine version of the product
 * @param ask how claims were compared with images; in results of before, in one list
 * @param chain whether each step got the model's own results of the steps before it
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
    String engine,
    @Nullable Ask ask,
    boolean chain) {
  public Condition {
    digest = Texts.orEmpty(digest);
    steps = Texts.copy(steps);
    ask = ask == null ? Ask.LIST : ask;
  }

  /** The name with the way of asking, examples and grammar, for tables. */
  public String title() {
    return name
        + (ask == Ask.LIST ? "" : ", each claim")
        + (fewShot == 0 ? "" : ", " + fewShot + " examples")
        + (chain ? ", whole chain" : "")
        + (grammar ? ", grammar" : ", no grammar");
  }
}
