package org.radiologytrust.camel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;

/** What Camel calls completed is called sent: which steps a route of deliveries may have. */
class SinkRouteRulesTest {
  private static final String FAILS =
      "throwException: {exceptionType: java.io.IOException, message: x}";

  // closed in this order
  @AutoClose private final DefaultCamelContext camel = new DefaultCamelContext();
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  private final UUID run = journal.deliver(SampleRecords.report("ACC1", "Text."), "{}", "folder");

  @BeforeEach
  void bind() {
    camel
        .getRegistry()
        .bind(
            "journal",
            new JournalComponent(journal.journal())
                .outbox(
                    List.of("folder"),
                    new RetryTable(SiteFiles.shipped()),
                    DeliveryRules.standard()));
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel
        .getRegistry()
        .bind("mine", new org.apache.camel.processor.aggregate.UseLatestAggregationStrategy());
  }

  private void start(String route, String steps) throws Exception {
    String yaml =
        "- route: {id: folder, %s from: {uri: 'journal:outbox?sink=folder&poll=50ms', steps: [%s]}}\n"
                .formatted(route, steps)
            + "- route: {from: {uri: 'direct:fails', steps: [{"
            + FAILS
            + "}]}}\n"
            + "- route: {from: {uri: 'direct:works', steps: [{setBody: {constant: x}}]}}\n"
            + "- route: {from: {uri: 'seda:fails?pollTimeout=50', steps: [{"
            + FAILS
            + "}]}}\n";
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("test.yaml", yaml));
    camel.start();
  }

  private String refused(String route, String step) {
    return rootCause(assertThrows(Exception.class, () -> start(route, step)));
  }

  private static String rootCause(Throwable cause) {
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "" + cause.getMessage();
  }

  @Test
  void aRouteOfDeliveriesIsStoppedAndStartedAgain() throws Exception {
    start("", "{to: 'direct:works'}");
    camel.getRouteController().stopRoute("folder");
    camel.getRouteController().startRoute("folder");

    assertTrue(camel.getRouteController().getRouteStatus("folder").isStarted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{aggregate: {correlationExpression: {constant: x}, aggregationStrategy: '#mine',"
            + " completionSize: 9, steps: [{to: 'direct:works'}]}}",
        "{resequence: {simple: '${body}', steps: [{to: 'direct:works'}]}}",
        "{wireTap: {uri: 'direct:works'}}",
        "{choice: {when: [{simple: '${body} != null', steps: [{wireTap: {uri: 'direct:works'}}]}]}}",
        "{doTry: {steps: [{to: 'direct:fails'}], doCatch: [{exception: [java.lang.Exception],"
            + " steps: [{to: 'direct:works'}]}]}}",
        "{multicast: {aggregationStrategy: '#mine', steps: [{to: 'direct:fails'}]}}",
        "{split: {simple: '${body}', aggregationStrategy: '#mine', steps: [{to: 'direct:fails'}]}}"
      })
  void whatEndsADeliveryTooEarlyIsRefused(String step) {
    Exception refused = assertThrows(Exception.class, () -> start("", step));
    Throwable cause = refused;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertTrue(
        cause.getMessage().contains("is not allowed in a route from journal:outbox"), "" + cause);
    assertEquals("pending", journal.delivered(run, "folder").state());
  }

  @Test
  void anErrorHandlerThatEndsItIsRefused() {
    String refused =
        refused(
            "errorHandler: {deadLetterChannel: {deadLetterUri: 'direct:works'}},",
            "{to: 'direct:fails'}");
    assertTrue(refused.contains("deadLetterChannel is not allowed"), refused);
  }

  @Test
  void aHandledExceptionOfTheWholeFileIsRefused() throws Exception {
    String yaml =
        """
        - onException:
            exception: [java.lang.Exception]
            handled: {constant: "true"}
            steps: [{setBody: {constant: x}}]
        """;
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            ResourceHelper.fromString(
                "on.yaml",
                yaml
                    + """
        - route: {id: folder, from: {uri: 'journal:outbox?sink=folder', steps: [{to: 'mock:x'}]}}
        """));
    Throwable cause = assertThrows(Exception.class, camel::start);
    assertTrue(rootCause(cause).contains("onException is not allowed"), rootCause(cause));
  }

  @Test
  void oneAfterTheOther() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                camel
                    .getEndpoint("journal:outbox?sink=folder&concurrentConsumers=2")
                    .createConsumer(exchange -> {}));
    assertTrue(refused.getMessage().contains("concurrentConsumers must be 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{to: 'direct:fails'}",
        "{to: 'seda:fails'}",
        "{multicast: {steps: [{to: 'direct:fails'}, {to: 'direct:works'}]}}",
        "{multicast: {parallelProcessing: true, steps: [{to: 'direct:fails'}, {to: 'direct:works'}]}}",
        "{split: {simple: '${body}', steps: [{to: 'direct:fails'}]}}",
        "{recipientList: {constant: 'direct:fails,direct:works'}}",
        "{rollback: {message: x}}",
        "{doTry: {steps: [{to: 'direct:fails'}], doCatch: [{exception: [java.lang.Exception],"
            + " steps: [{to: 'direct:works'}, {"
            + FAILS
            + "}]}]}}"
      })
  void aFailureIsNeverCalledSent(String step) throws Exception {
    start("", step);
    await().until(() -> !journal.delivered(run, "folder").reason().isEmpty());
    assertEquals("pending", journal.delivered(run, "folder").state());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{to: 'direct:works'}",
        "{multicast: {steps: [{to: 'direct:works'}, {to: 'direct:works'}]}}",
        "{filter: {simple: '${body} == null', steps: [{to: 'direct:fails'}]}}",
        "{delay: {constant: 1, asyncDelayed: true}}"
      })
  void whatWentThroughIs(String step) throws Exception {
    start("", step);
    await().until(() -> journal.delivered(run, "folder").state().equals("sent"));
  }
}
