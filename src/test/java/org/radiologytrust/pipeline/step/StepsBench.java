package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelObserver;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.wire.AbortingHttpClient;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.OllamaWire;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.text.sections.Segmenter;

/** The steps, over the product's route, with a journal that is a map. */
public final class StepsBench implements AutoCloseable {
  static final UUID RUN = new UUID(0, 1);

  /** What the journal keeps, by step. */
  public final Map<String, String> kept = new ConcurrentHashMap<>();

  public final RunningJobs running = new RunningJobs();
  boolean diskFull;
  public byte[] png = {1};

  /** Gives each image its own pixels. */
  Function<Instance, byte[]> pngs = instance -> png;

  /** The size of each image before it was scaled; none is known by default. */
  Function<Instance, Optional<ImageSize>> sizes = image -> Optional.empty();

  private Job last;

  /** {@code null} where a server that is there already is asked. */
  private final OllamaServer ollama;

  private final String url;
  private final Models models;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService parallel = Executors.newFixedThreadPool(2);
  private final DefaultCamelContext camel = new DefaultCamelContext();

  public StepsBench(OllamaServer.Answer answer) {
    ollama = new OllamaServer(answer).model("m", "completion", "vision");
    url = ollama.url().toString();
    models = new Models("m", "m");
  }

  /** Asks the models of a server that is there already. */
  public StepsBench(URI server, Models models) {
    this.ollama = null;
    this.url = server.toString();
    this.models = models;
  }

  public OllamaServer ollama() {
    return ollama;
  }

  /**
   * The steps of a product so set up. To be called once.
   *
   * @param context tokens
   */
  public Steps start(int context, Steps.Options options) throws Exception {
    Duration time = Duration.ofMinutes(3);
    ModelOptions model =
        new ModelOptions(context, "30m", 1, time, time, time, 1, Duration.ofMillis(20));
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "rtl.model.first-token-ms",
            "" + time.toMillis(),
            "rtl.model.connect-ms",
            "" + time.toMillis(),
            "rtl.model.slots",
            "4",
            "rtl.model.connections",
            "4"));
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.getRegistry().bind("modelWire", new OllamaWire(model, watch));
    camel.getRegistry().bind("modelHttp", new AbortingHttpClient(watch, time));
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + Path.of("routes/model.yaml")));
    camel.start();
    ModelClient client =
        new ModelClient(
            camel.createProducerTemplate(),
            new ModelServers(
                List.of(url),
                new ModelServers.Limits(4, 4, time, Duration.ofMillis(20), Duration.ofMillis(20))),
            model,
            ModelObserver.NONE,
            (server, name) -> "");
    return new Steps(
        StepCatalog.load(SiteFiles.shipped()),
        client,
        jobs()::storeStep,
        running,
        models,
        new RuleClaims(SiteFiles.shipped()),
        images(),
        parallel,
        options);
  }

  private ImageSource images() {
    return new ImageSource() {
      @Override
      public byte[] png(Instance instance) throws IOException {
        try {
          return pngs.apply(instance);
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }

      @Override
      public String recipe(Instance instance) {
        return "as it is";
      }

      @Override
      public Optional<ImageSize> size(Instance instance) {
        return sizes.apply(instance);
      }
    };
  }

  private JobQueue jobs() {
    return (JobQueue)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, args) -> {
              if (diskFull) {
                throw new JournalException("the journal cannot be used", null);
              }
              kept.put((String) args[1], (String) args[2]);
              return true;
            });
  }

  /** A case of this text and two images, cut into sentences. */
  public static Audit opened(String text) {
    return opened(text, Segmenter.MAX_SENTENCE);
  }

  /**
   * @param maxSentence longest sentence, code points
   */
  public static Audit opened(String text, int maxSentence) {
    Audit c =
        Audit.of(RUN, SampleRecords.report("A1", text))
            .instances(List.of(SampleRecords.instance("1.2.3"), SampleRecords.instance("1.2.4")))
            .withModel(true)
            .started(Instant.EPOCH)
            .build();
    return new Segmenter(SiteFiles.shipped(), maxSentence).segment(c);
  }

  /** The run with all that has been kept; an earlier job of it has ended. */
  public Job job(Report report) {
    end();
    last = new Job(RUN, RUN, 1, report, List.of(), "", 1, 0, Duration.ZERO, Map.copyOf(kept));
    running.start(last);
    return last;
  }

  /** The run of a report whose images are of another patient. */
  Job refused(Report report) {
    end();
    last =
        new Job(
            RUN,
            RUN,
            1,
            report,
            List.of(),
            "wrong patient",
            SampleRecords.mismatch(report),
            1,
            0,
            Duration.ZERO,
            Map.of(),
            false,
            false);
    running.start(last);
    return last;
  }

  public void end() {
    if (last != null) {
      running.end(last);
    }
  }

  @Override
  public void close() {
    camel.stop();
    watch.shutdownNow();
    parallel.shutdownNow();
    if (ollama != null) {
      ollama.close();
    }
  }
}
