package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.retry.RetryVerdict;

/** A step writes what it says that it writes. */
class StepOutputsTest {
  private static final Audit BEFORE =
      Audit.of(new UUID(0, 1), SampleRecords.report("A1", "No mass."))
          .addNote("Of before.")
          .build();

  /** Writes summaries, and more if wanted. */
  private record Writing(UnaryOperator<Audit.Builder> more) implements Step {
    @Override
    public String name() {
      return "more";
    }

    @Override
    public String folder() {
      return "rewrite";
    }

    @Override
    public String list() {
      return "rewrites";
    }

    @Override
    public Set<String> inputs() {
      return Set.of("claims");
    }

    @Override
    public Set<AuditPart> outputs() {
      return Set.of(AuditPart.SUMMARIES);
    }

    @Override
    public Audit run(Audit audit, StepCalls calls) {
      return more.apply(audit.toBuilder().summaries(new Summaries("c", "p"))).build();
    }
  }

  private static Audit run(UnaryOperator<Audit.Builder> more) throws Exception {
    StepCatalog catalog = StepCatalog.load(SiteFiles.shipped(), List.of(new Writing(more)));
    return new Steps(
            catalog,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Steps.Options(1, false, Ask.LIST))
        .run("more", BEFORE, null);
  }

  @Test
  void outputsNotesAndItsOwnExtraAreTaken() throws Exception {
    Audit after = run(b -> b.addNote("More.").extra("more", IntNode.valueOf(7)));
    assertEquals("c", after.summaries().clinician());
    assertEquals("Of before. More.", after.note());
    assertEquals(7, after.extra("more").orElseThrow().asInt());
    assertEquals(List.of("more"), after.steps());
  }

  @Test
  void anotherPartIsRefused() {
    refused(
        "step more writes parts that it does not declare: OMISSIONS", StepOutputsTest::omissions);
  }

  private static Audit.Builder omissions(Audit.Builder b) {
    return b.omissions(List.of(new Finding("F1", "", "x", "", 1, "")));
  }

  @Test
  void theExtraOfAnotherStepIsRefused() {
    refused(
        "step more writes parts that it does not declare: the extra of other",
        b -> b.extra("other", IntNode.valueOf(7)));
  }

  @Test
  void modelUsesAreNotForAStepToTell() {
    refused(
        "step more writes parts that it does not declare: model uses",
        b -> b.addModels(List.of(new ModelUse("more", "m", "", "ab", "{}", 1))));
  }

  @Test
  void shownImagesAreNotForAStepToTell() {
    refused(
        "step more writes parts that it does not declare: shown images",
        b -> b.addShown(List.of(new ShownImage("1.2.3", "ab", ""))));
  }

  @Test
  void notesOfBeforeStay() {
    refused(
        "the notes of an audit were replaced; a step may only add to them",
        b -> b.note("Another."));
  }

  /** A person has to mend the step or the route; runs wait for that. */
  private static void refused(String why, UnaryOperator<Audit.Builder> more) {
    StepFault fault = assertThrows(StepFault.class, () -> run(more));
    assertEquals(new RetryVerdict(RetryVerdict.Kind.MEND, why), fault.verdict());
  }
}
