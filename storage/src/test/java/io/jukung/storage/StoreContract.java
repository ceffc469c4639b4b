package io.jukung.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Store} does, as tests. A backend extends this and says how it is opened.
 *
 * <p>The parts are interfaces of default test methods, one for each subject.
 */
@Timeout(120)
public abstract class StoreContract
    implements TxnContract,
        RangeContract,
        CompactionContract,
        WatchContract,
        WatchResumeContract,
        LeaseContract,
        LimitsContract,
        ReopenContract,
        ConcurrencyContract,
        RandomHistoryContract {
  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private StoreLab lab;
  private Store store;

  /** A new lab without data. */
  protected abstract StoreLab newLab(Path directory);

  @BeforeEach
  void openStore() {
    lab = newLab(directory);
    store = lab.open(clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Store reopen() {
    store.close();
    store = lab.open(clock);
    return store;
  }

  @Override
  public boolean durable() {
    return lab.durable();
  }

  @Override
  public TestClock clock() {
    return clock;
  }
}
