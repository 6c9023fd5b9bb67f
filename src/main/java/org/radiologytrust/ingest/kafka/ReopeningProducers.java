package org.radiologytrust.ingest.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Creates producers that close after a failure and reopen for the next record. Camel's component
 * would keep a failed producer: one whose login was refused never works again, and one that still
 * buffers a failed record could send it after its retry.
 */
public final class ReopeningProducers extends DefaultKafkaClientFactory {
  private final Function<Properties, Producer<?, ?>> open;

  public ReopeningProducers() {
    this.open = super::getProducer;
  }

  public ReopeningProducers(Function<Properties, Producer<?, ?>> open) {
    this.open = open;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Producer getProducer(Properties config) {
    Renewed renewed = new Renewed(config);
    return (Producer)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> renewed.call(method, arguments));
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private final class Renewed {
    private final Properties config;

    /** Never closed under a lock, because closing waits for callbacks. */
    private final AtomicReference<Producer> producer = new AtomicReference<>();

    Renewed(Properties config) {
      this.config = config;
    }

    @Nullable Object call(Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "send":
          return send(
              (ProducerRecord) arguments[0], arguments.length > 1 ? (Callback) arguments[1] : null);
        case "close":
          close();
          return null;
        default:
          try {
            return method.invoke(producer(), arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
      }
    }

    private Object send(ProducerRecord record, @Nullable Callback reported) {
      Producer current = producer();
      Callback callback =
          (metadata, failure) -> {
            failed(current, failure);
            if (reported != null) {
              reported.onCompletion(metadata, failure);
            }
          };
      try {
        return current.send(record, callback);
      } catch (RuntimeException e) {
        failed(current, e);
        throw e;
      }
    }

    private synchronized Producer producer() {
      if (producer.get() == null) {
        producer.set(open.apply(config));
      }
      return producer.get();
    }

    private void failed(Producer which, @Nullable Exception failure) {
      // a record that is too large is not the producer's fault
      if (failure != null
          && !(failure instanceof RecordTooLargeException)
          && producer.compareAndSet(which, null)) {
        which.close(Duration.ZERO);
      }
    }

    /** Closes without waiting for acknowledgements: records without one are sent again. */
    private void close() {
      Producer last = producer.getAndSet(null);
      if (last != null) {
        last.close(Duration.ZERO);
      }
    }
  }
}
