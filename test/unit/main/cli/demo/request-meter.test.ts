import { expect, it } from 'vitest'
import { RequestMeter } from '../../../../../src/main/cli/demo/request-meter'

it('gives the rate of the last two seconds, failures included', () => {
  const meter = new RequestMeter()
  const seen = [
    meter.rate({ servedCount: 0, failedCount: 0 }, 0),
    meter.rate({ servedCount: 100, failedCount: 0 }, 500),
    meter.rate({ servedCount: 190, failedCount: 10 }, 1_000),
    // a quiet time: what is older than two seconds is forgotten
    meter.rate({ servedCount: 190, failedCount: 10 }, 3_000),
    meter.rate({ servedCount: 190, failedCount: 10 }, 9_000),
  ]
  expect(seen).toEqual([0, 200, 200, 0, 0])
})
