"""What is known to be right, so that discovery can be judged: see docs/discovery.md, "How it is judged".

`pairs.csv` holds a buyer's need and, in another language, the offer that is its right partner, by topic; `topics.csv`
what the goods of each topic are called in five languages. All was written for this bench, by one author, before
anything was measured with it. Of every family half the topics are for tuning (`tune`) and half are held out (`held`):
whoever changes a weight or a bound looks at the first alone (`python -m tests.bench.truth.tune`).

`people` draws who comes to a fair, with what nobody knows of them; `market` says what each is truly worth to whom, and
what the profiles tell of it; `judge` compares rankings with that; `keywords` ranks as a search for words would.
"""
