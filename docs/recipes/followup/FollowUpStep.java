package org.example;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.pipeline.step.Step;
import org.radiologytrust.pipeline.step.StepCalls;

/** Lists the examinations that a report asks for next. */
public final class FollowUpStep implements Step {
  @Override
  public String name() {
    return "followup";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("claims");
  }

  @Override
  public Audit run(Audit audit, StepCalls calls) throws ModelFailure, InterruptedException {
    if (!audit.withModel() || audit.claims().isEmpty()) {
      return audit;
    }
    JsonNode next =
        calls.ask(Map.of("claims", calls.claims(audit)), answer -> answer.path("examinations"));
    return audit.toBuilder().extra(name(), next).build();
  }
}
