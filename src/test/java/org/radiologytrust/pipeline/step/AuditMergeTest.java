package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Summaries;

class AuditMergeTest {
  private static final Rewrite REWRITE = new Rewrite(1, "It may be one.");
  private static final Summaries SUMMARIES = new Summaries("c", "p");
  private static final Audit BEFORE =
      Audit.of(new UUID(0, 1), SampleRecords.report("A1", "No mass."))
          .rewrites(List.of(new Rewrite(9, "Of before.")))
          .addStep("claims")
          .addModels(List.of(use("claims")))
          .addNote("Of before.")
          .build();

  private final AuditMerge merge =
      new AuditMerge(
          List.of(
              step("claims", AuditPart.CLAIMS),
              step("rewrite", AuditPart.REWRITES),
              step("summaries", AuditPart.SUMMARIES),
              step("other")));

  private static Step step(String name, AuditPart... outputs) {
    return new Step() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Set<String> inputs() {
        return Set.of();
      }

      @Override
      public Set<AuditPart> outputs() {
        return Set.of(outputs);
      }

      @Override
      public Audit run(Audit audit, StepCalls calls) {
        return audit;
      }
    };
  }

  private static ModelUse use(String step) {
    return new ModelUse(step, "m", "", "ab", "{}", 1);
  }

  private static ShownImage image(String uid) {
    return new ShownImage(uid, "ab", "");
  }

  private static Audit.Builder after(String step) {
    return BEFORE.toBuilder()
        .addStep(step)
        .addModels(List.of(use(step)))
        .addNote("Of " + step + ".");
  }

  @Test
  void partsNotesAndModelsAreTheSameWhicheverBranchEndsFirst() {
    List<Audit> branches =
        new ArrayList<>(
            List.of(
                after("rewrite")
                    .rewrites(List.of(REWRITE))
                    .addShown(List.of(image("1"), image("2")))
                    .build(),
                after("summaries")
                    .summaries(SUMMARIES)
                    .addShown(List.of(image("2"), image("3")))
                    .build(),
                after("other").extra("other", IntNode.valueOf(7)).build()));
    for (int i = 0; i < branches.size(); i++) {
      Collections.rotate(branches, 1);
      Audit merged = merge.merge(BEFORE, branches);
      assertEquals(List.of(REWRITE), merged.rewrites());
      assertEquals(SUMMARIES, merged.summaries());
      assertEquals(7, merged.extra("other").orElseThrow().asInt());
      List<String> order = List.of("claims", "rewrite", "summaries", "other");
      assertEquals(order, merged.models().stream().map(ModelUse::step).toList());
      assertEquals(order, merged.steps());
      assertEquals(List.of(image("1"), image("2"), image("3")), merged.shown());
      assertEquals("Of before. Of rewrite. Of summaries. Of other.", merged.note());
    }
  }

  /** An empty result is a result: nothing of before comes back. */
  @Test
  void whatAStepEmptiedStaysEmpty() {
    Audit merged =
        merge.merge(
            BEFORE, List.of(after("summaries").build(), after("rewrite").rewrites(null).build()));
    assertEquals(List.of(), merged.rewrites());
  }

  @Test
  void stepsThatWriteTheSameAreRefusedAlsoWhenOneWroteNothing() {
    AuditMerge both =
        new AuditMerge(List.of(step("one", AuditPart.REWRITES), step("two", AuditPart.REWRITES)));
    StepFault fault =
        assertThrows(
            StepFault.class,
            () ->
                both.merge(
                    BEFORE,
                    List.of(
                        after("one").rewrites(List.of(REWRITE)).build(), after("two").build())));
    assertEquals("parallel steps both write REWRITES", fault.getMessage());
  }

  @Test
  void whatABeanThatIsNoStepWroteIsKept() {
    Audit merged =
        merge.merge(
            BEFORE,
            List.of(
                BEFORE.toBuilder().summaries(SUMMARIES).build(),
                after("rewrite").rewrites(List.of(REWRITE)).build()));
    assertEquals(SUMMARIES, merged.summaries());
  }

  @Test
  void notesAreOnlyAddedTo() {
    assertThrows(
        StepFault.class,
        () -> merge.merge(BEFORE, List.of(after("rewrite").note("Another.").build())));
  }

  /** As the route does it; the branch that is named first ends last. */
  @Test
  void branchesOfARouteAreMerged() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Audit merged =
        inRoute(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:a")
                    .process(
                        e -> {
                          ended.await();
                          e.getMessage()
                              .setBody(after("rewrite").rewrites(List.of(REWRITE)).build());
                        });
                from("direct:b")
                    .process(
                        e -> {
                          e.getMessage().setBody(after("summaries").summaries(SUMMARIES).build());
                          ended.countDown();
                        });
              }
            });
    assertEquals(List.of(REWRITE), merged.rewrites());
    assertEquals(SUMMARIES, merged.summaries());
  }

  @Test
  void aRouteWhoseBranchesWriteTheSameFails() {
    RouteBuilder same =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:a").process(e -> e.getMessage().setBody(after("rewrite").build()));
            from("direct:b").process(e -> e.getMessage().setBody(after("rewrite").build()));
          }
        };
    CamelExecutionException e = assertThrows(CamelExecutionException.class, () -> inRoute(same));
    assertTrue(e.getCause() instanceof StepFault, e.toString());
  }

  private Audit inRoute(RouteBuilder branches) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.addRoutes(branches);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("direct:start")
                  .multicast(merge)
                  .parallelProcessing()
                  .stopOnException()
                  .to("direct:a", "direct:b");
            }
          });
      camel.start();
      return camel.createProducerTemplate().requestBody("direct:start", BEFORE, Audit.class);
    }
  }
}
